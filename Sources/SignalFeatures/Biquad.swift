#if canImport(Glibc)
import Glibc
#endif

/// A second-order recursive filter in transposed direct form II.
///
/// Coefficients after R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter
/// coefficients", with Q = 1/√2 (Butterworth, 12 dB per octave).
struct Biquad: Sendable {
  private var b0: Double
  private var b1: Double
  private var b2: Double
  private var a1: Double
  private var a2: Double
  private var z1 = 0.0
  private var z2 = 0.0

  /// A Butterworth high-pass; `corner` must lie below half of `rate`.
  static func highPass(corner: Double, rate: Double) -> Self {
    let angle = 2 * Double.pi * corner / rate
    let alpha = sin(angle) / 2.0.squareRoot()
    let half = (1 + cos(angle)) / 2
    return Self(b0: half, b1: -2 * half, b2: half, angle: angle, alpha: alpha)
  }

  /// A Butterworth low-pass; `corner` must lie below half of `rate`.
  static func lowPass(corner: Double, rate: Double) -> Self {
    let angle = 2 * Double.pi * corner / rate
    let alpha = sin(angle) / 2.0.squareRoot()
    let half = (1 - cos(angle)) / 2
    return Self(b0: half, b1: 2 * half, b2: half, angle: angle, alpha: alpha)
  }

  private init(b0: Double, b1: Double, b2: Double, angle: Double, alpha: Double) {
    let a0 = 1 + alpha
    self.b0 = b0 / a0
    self.b1 = b1 / a0
    self.b2 = b2 / a0
    a1 = -2 * cos(angle) / a0
    a2 = (1 - alpha) / a0
  }

  /// A notch whose gain is below -3 dB over `width` hertz around `frequency`.
  static func notch(frequency: Double, width: Double, rate: Double) -> Self {
    let angle = 2 * Double.pi * frequency / rate
    let alpha = sin(angle) * width / (2 * frequency)
    return Self(b0: 1, b1: -2 * cos(angle), b2: 1, angle: angle, alpha: alpha)
  }

  /// Takes over the coefficients of another filter and keeps the past.
  mutating func retune(_ other: Self) {
    b0 = other.b0
    b1 = other.b1
    b2 = other.b2
    a1 = other.a1
    a2 = other.a2
  }

  /// Forgets the past.
  mutating func reset() {
    z1 = 0
    z2 = 0
  }

  /// Filters one sample.
  @inline(__always)
  mutating func advance(_ input: Double) -> Double {
    let output = b0 * input + z1
    z1 = b1 * input - a1 * output + z2
    z2 = b2 * input - a2 * output
    return output
  }
}
