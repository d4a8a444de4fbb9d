/// Sine, exponential and logarithm from exactly rounded operations alone.
///
/// The C library picks its variant of these functions by processor, and the variants differ in the
/// last bit; simulated samples and their goldens must be the same on every machine.
enum Elementary {
  /// The sine of `turns` full turns, to 1e-12.
  static func sine(turns: Double) -> Double {
    var part = turns - turns.rounded()
    if part > 0.25 { part = 0.5 - part }
    if part < -0.25 { part = -0.5 - part }
    let x = part * 2 * Double.pi
    let square = x * x
    var sum = square / 355_687_428_096_000  // 17!
    sum = (sum - 1 / 1_307_674_368_000) * square
    sum = (sum + 1 / 6_227_020_800) * square
    sum = (sum - 1 / 39_916_800) * square
    sum = (sum + 1 / 362_880) * square
    sum = (sum - 1 / 5_040) * square
    sum = (sum + 1 / 120) * square
    sum = (sum - 1 / 6) * square
    return x * (1 + sum)
  }

  /// The tangent of `turns` full turns; meant for -0.25 < turns < 0.25.
  static func tangent(turns: Double) -> Double {
    sine(turns: turns) / sine(turns: turns + 0.25)
  }

  /// `e` to the power of `x`, to a relative 1e-12; 0 far below zero.
  static func exponential(_ x: Double) -> Double {
    guard x > -700 else { return 0 }
    let doublings = (min(x, 700) / ln2).rounded()
    let rest = min(x, 700) - doublings * ln2
    var term = 1.0
    var sum = 1.0
    var order = 1.0
    while order < 14 {
      term *= rest / order
      sum += term
      order += 1
    }
    return Double(sign: .plus, exponent: Int(doublings), significand: sum)
  }

  /// The natural logarithm of a positive normal number, to 1e-12.
  static func logarithm(_ x: Double) -> Double {
    var mantissa = x.significand
    var exponent = Double(x.exponent)
    if mantissa > 1.414_213_562_373_095 {
      mantissa /= 2
      exponent += 1
    }
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    var sum = square / 17
    sum = (sum + 1 / 15) * square
    sum = (sum + 1 / 13) * square
    sum = (sum + 1 / 11) * square
    sum = (sum + 1 / 9) * square
    sum = (sum + 1 / 7) * square
    sum = (sum + 1 / 5) * square
    sum = (sum + 1 / 3) * square
    return 2 * ratio * (1 + sum) + exponent * ln2
  }

  /// A step from 0 to 1 without corners, for 0 <= x <= 1; 0 before and 1 after.
  static func smoothStep(_ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    return x * x * (3 - 2 * x)
  }

  private static let ln2 = 0.693_147_180_559_945_3
}
