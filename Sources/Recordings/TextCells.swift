import CrampModel

/// How the cells of a table are told apart and how its numbers are written.
struct TextCells: Sendable, Hashable {
  /// The byte between cells; `nil` for any run of blanks.
  var delimiter: UInt8?
  /// The byte before the decimals of a number.
  var decimalMark = UInt8(ascii: ".")

  /// The places of a line's cells, without blanks and quotes around them.
  ///
  /// - Parameters:
  ///   - line: The place of the line in `buffer`.
  ///   - buffer: The bytes.
  ///   - cells: Cleared first, its storage kept.
  func split(_ line: Range<Int>, of buffer: [UInt8], into cells: inout [Range<Int>]) {
    cells.removeAll(keepingCapacity: true)
    guard let delimiter else {
      splitAtBlanks(line, of: buffer, into: &cells)
      return
    }
    let quote = UInt8(ascii: "\"")
    var start = line.lowerBound
    var isQuoted = false
    for index in line {
      let byte = buffer[index]
      if byte == quote {
        isQuoted.toggle()
      } else if byte == delimiter, !isQuoted {
        cells.append(Self.trim(start..<index, of: buffer))
        start = index + 1
      }
    }
    cells.append(Self.trim(start..<line.upperBound, of: buffer))
  }

  private func splitAtBlanks(
    _ line: Range<Int>,
    of buffer: [UInt8],
    into cells: inout [Range<Int>]
  ) {
    var start: Int?
    for index in line {
      let isBlank = buffer[index] <= 32
      if isBlank, let first = start {
        cells.append(first..<index)
        start = nil
      } else if !isBlank, start == nil {
        start = index
      }
    }
    if let start { cells.append(start..<line.upperBound) }
  }

  private static func trim(_ cell: Range<Int>, of buffer: [UInt8]) -> Range<Int> {
    var start = cell.lowerBound
    var end = cell.upperBound
    while start < end, buffer[start] == 32 || buffer[start] == 9 { start += 1 }
    while start < end, buffer[end - 1] == 32 || buffer[end - 1] == 9 { end -= 1 }
    let quote = UInt8(ascii: "\"")
    if end - start >= 2, buffer[start] == quote, buffer[end - 1] == quote {
      return start + 1..<end - 1
    }
    return start..<end
  }

  /// The cells of a line of text, doubled quotes made one.
  func texts(_ line: Range<Int>, of lines: TextLines) -> [String] {
    var cells: [Range<Int>] = []
    split(line, of: lines.buffer, into: &cells)
    return cells.map { cell in
      var text = ""
      var wasQuote = false
      for character in lines.text(cell) {
        let isPair = wasQuote && character == "\""
        if !isPair { text.append(character) }
        wasQuote = character == "\"" && !isPair
      }
      return text.trimmed
    }
  }

  /// The number in a cell: NaN if it is empty or says so, `nil` if it is none.
  func number(_ cell: Range<Int>, of buffer: [UInt8]) -> Double? {
    if cell.isEmpty { return .nan }
    var index = cell.lowerBound
    let number = DecimalNumber.read(
      buffer.span.extracting(..<cell.upperBound),
      at: &index,
      mark: decimalMark
    )
    return index == cell.upperBound ? number : slowNumber(cell, of: buffer)
  }

  private func slowNumber(_ cell: Range<Int>, of buffer: [UInt8]) -> Double? {
    guard cell.count <= 400 else { return nil }
    let bytes = buffer[cell].map { $0 == decimalMark ? UInt8(ascii: ".") : $0 }
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    if ["", "nan", "-nan", "+nan", "na", "n/a", "null", "inf", "-inf"].contains(text) {
      return .nan
    }
    guard text.unicodeScalars.allSatisfy({ "0123456789+-.e".unicodeScalars.contains($0) }),
      let value = Double(text)
    else { return nil }
    return value.isFinite ? value : .nan
  }
}
