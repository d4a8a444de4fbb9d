extension Span<UInt8> {
  /// The decimal number, such as `-12.5e3`, that these bytes are as a whole; `nil` if they are none.
  ///
  /// NaN for `nan`, `inf`, `ovf` and for what is too large. The first 17 digits count.
  var decimalNumber: Double? {
    guard count > 0 else { return nil }
    let isNegative = self[0] == UInt8(ascii: "-")
    let unsigned = extracting((isNegative || self[0] == UInt8(ascii: "+") ? 1 : 0)..<count)
    if unsigned.isNotANumber { return .nan }
    guard let value = unsigned.unsignedNumber else { return nil }
    guard value.isFinite else { return .nan }
    return isNegative ? -value : value
  }

  /// Whether these are the letters of a word, which is given in lower case.
  func spells(_ word: String) -> Bool {
    var index = 0
    for letter in word.utf8 {
      guard index < count, self[index] | 0x20 == letter else { return false }
      index += 1
    }
    return index == count
  }

  private var isNotANumber: Bool {
    spells("nan") || spells("inf") || spells("infinity") || spells("ovf")
  }

  private var unsignedNumber: Double? {
    var index = 0
    var mantissa: UInt64 = 0
    let whole = digits(from: &index, into: &mantissa)
    var fraction = (count: 0, kept: 0)
    if index < count, self[index] == UInt8(ascii: ".") {
      index += 1
      fraction = digits(from: &index, into: &mantissa)
    }
    guard whole.count + fraction.count > 0, let power = extracting(index..<count).exponent else {
      return nil
    }
    return Double(mantissa).scaled(by: whole.count - whole.kept - fraction.kept + power)
  }

  /// How many digits there are, and how many of them the mantissa has taken.
  private func digits(
    from index: inout Int,
    into mantissa: inout UInt64
  ) -> (count: Int, kept: Int) {
    let start = index
    var kept = 0
    while index < count {
      let digit = self[index] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      index += 1
      guard mantissa < 10_000_000_000_000_000 else { continue }
      mantissa = mantissa * 10 + UInt64(digit)
      kept += 1
    }
    return (index - start, kept)
  }

  private var exponent: Int? {
    guard count > 0 else { return 0 }
    guard count > 1, self[0] | 0x20 == UInt8(ascii: "e") else { return nil }
    let isNegative = self[1] == UInt8(ascii: "-")
    let start = isNegative || self[1] == UInt8(ascii: "+") ? 2 : 1
    guard start < count, count <= start + 4 else { return nil }
    var value = 0
    for index in start..<count {
      let digit = self[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return isNegative ? -value : value
  }
}

extension Double {
  /// This times a power of ten, in steps of 1e22, the largest that is exact.
  fileprivate func scaled(by exponent: Int) -> Double {
    var value = self
    var left = Swift.min(exponent.magnitude, 700)
    while left > 0, value != 0, value.isFinite {
      var power = 1.0
      for _ in 0..<Swift.min(left, 22) { power *= 10 }
      value = exponent < 0 ? value / power : value * power
      left -= Swift.min(left, 22)
    }
    return value
  }
}
