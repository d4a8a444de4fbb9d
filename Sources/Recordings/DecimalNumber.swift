/// Decimal numbers as text, read to the nearest `Double`.
enum DecimalNumber {
  /// Reads the number that begins at a place, as far as it goes.
  ///
  /// Takes what tables are made of: a minus or none, up to 19 digits that count, an exponent or
  /// none, between 1e-27 and 1e22. What is left to the long way is not wrong, only rare.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - place: Where the number begins; moved behind it, if there is one.
  ///   - mark: The byte before the decimals.
  /// - Returns: `nil` if this is none or one for the long way.
  @inline(__always)
  static func read(_ bytes: Span<UInt8>, at place: inout Int, mark: UInt8) -> Double? {
    var index = place
    var mantissa: UInt64 = 0
    let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let begin = index
    takeDigits(bytes, at: &index, into: &mantissa)
    var digits = index - begin
    var exponent = 0
    if index < bytes.count, bytes[index] == mark {
      index += 1
      let first = index
      takeDigits(bytes, at: &index, into: &mantissa)
      exponent = first - index
      digits -= exponent
    }
    guard digits > 0, digits <= 19 || digits - zeros(bytes, from: begin, mark) <= 19 else {
      return nil
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      guard let power = takeExponent(bytes, at: &index) else { return nil }
      exponent += power
    }
    guard let value = value(mantissa, exponent) else { return nil }
    place = index
    return isNegative ? -value : value
  }

  @inline(__always)
  private static func takeDigits(
    _ bytes: Span<UInt8>,
    at index: inout Int,
    into mantissa: inout UInt64
  ) {
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      index += 1
    }
  }

  /// How many zeros a number begins with.
  private static func zeros(_ bytes: Span<UInt8>, from begin: Int, _ mark: UInt8) -> Int {
    var index = begin
    var count = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "0") { count += 1 } else if bytes[index] != mark { break }
      index += 1
    }
    return count
  }

  /// What follows an `e`; `nil` if that is no number of up to three digits.
  private static func takeExponent(_ bytes: Span<UInt8>, at index: inout Int) -> Int? {
    index += 1
    guard index < bytes.count else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    let begin = index
    var power: UInt64 = 0
    takeDigits(bytes, at: &index, into: &power)
    guard (1...3).contains(index - begin) else { return nil }
    return isNegative ? -Int(power) : Int(power)
  }

  /// `mantissa` times ten to the power of `exponent`, rounded once.
  ///
  /// Whole numbers up to 2^53 and powers of ten up to 22 are exact, so that one operation rounds
  /// once (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990).
  @inline(__always)
  private static func value(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    guard mantissa <= 1 << 53, abs(exponent) <= 22 else { return quotient(mantissa, exponent) }
    let whole = Double(mantissa)
    return exponent < 0 ? whole / powersOfTen[-exponent] : whole * powersOfTen[exponent]
  }

  /// The same for more digits than a `Double` has, by a division of whole numbers.
  ///
  /// The quotient has 63 bits or more; a remainder sets its last bit, which the conversion, the
  /// only rounding, takes for "and a little more". A shift then stands for the powers of two.
  private static func quotient(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    guard mantissa > 0, (-27...0).contains(exponent) else { return nil }
    let power = powersOfFive[-exponent]
    let dividend = mantissa << mantissa.leadingZeroBitCount
    let divisor = power << power.leadingZeroBitCount
    let (whole, rest) = divisor.dividingFullWidth((dividend >> 1, dividend << 63))
    let shift = power.leadingZeroBitCount - mantissa.leadingZeroBitCount - 63 + exponent
    return Double(sign: .plus, exponent: shift, significand: Double(rest == 0 ? whole : whole | 1))
  }

  private static let powersOfTen: [23 of Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  private static let powersOfFive = [28 of UInt64](first: 1) { $0 * 5 }
}
