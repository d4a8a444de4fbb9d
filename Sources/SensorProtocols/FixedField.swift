extension Span<UInt8> {
  /// The text of a field, which ends at a zero, at the field's end or at that of the bytes.
  func text(in range: Range<Int>) -> String {
    let end = Swift.min(range.upperBound, count)
    guard range.lowerBound < end else { return "" }
    return String(printable: extracting(range.lowerBound..<end))
  }
}

/// Text as a field of fixed size, padded with zeros.
func field(_ text: String, _ size: Int) -> [UInt8] {
  field(Array(text.utf8), size)
}

/// Bytes as a field of fixed size, padded with zeros.
func field(_ bytes: [UInt8], _ size: Int) -> [UInt8] {
  let kept = bytes.prefix(size)
  return kept + [UInt8](repeating: 0, count: size - kept.count)
}
