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
    var digits = 0
    var mantissa: UInt64 = 0
    var exponent = 0
    var isFraction = false
    while index < count, let next = digitOrPoint(at: index), next != nil || !isFraction {
      index += 1
      guard let digit = next else {
        isFraction = true
        continue
      }
      digits += 1
      if mantissa < 10_000_000_000_000_000 {
        mantissa = mantissa * 10 + UInt64(digit)
        if isFraction { exponent -= 1 }
      } else if !isFraction {
        exponent += 1
      }
    }
    guard digits > 0, let power = extracting(index..<count).exponent else { return nil }
    return Double(mantissa).scaled(by: exponent + power)
  }

  /// A digit, a point as `.some(nil)`, or `nil` for anything else.
  private func digitOrPoint(at index: Int) -> UInt8?? {
    if self[index] == UInt8(ascii: ".") { return .some(nil) }
    let digit = self[index] &- UInt8(ascii: "0")
    return digit < 10 ? digit : nil
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
