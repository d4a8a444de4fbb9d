import CrampModel

extension TextLayout {
  /// Learns the layout of a table: a preamble, a header or none, rows of numbers.
  init(table file: InputFile) throws(RecordingError) {
    let preamble = try TextPreamble(TextLines(file: file))
    var lines = preamble.rest
    guard let first = try lines.next() else {
      throw RecordingError(path: file.path, line: lines.number, .line("there are no rows"))
    }
    let cells = TextCells(sniffing: lines.text(first))
    let header = cells.texts(first, of: lines)
    let isHeader = !cells.areNumbers(first, of: lines)
    if isHeader {
      try self.init(header: header, cells: cells, rows: lines, file: file)
    } else {
      self.init(headerless: header, cells: cells, rows: preamble.rest, preamble: preamble)
    }
    rate =
      preamble.number(of: "Sampling Rate (Hz)") ?? preamble.number(of: "Sample Rate")
      ?? preamble.number(of: "Sampling Rate")
  }

  private init(
    header: [String],
    cells: TextCells,
    rows: TextLines,
    file: InputFile
  ) throws(RecordingError) {
    var ahead = rows
    var cells = cells
    var line = try ahead.next()
    while let range = line, range.isEmpty { line = try ahead.next() }
    guard let line else {
      throw RecordingError(path: file.path, line: rows.number, .line("there are no rows"))
    }
    if cells.delimiter != UInt8(ascii: ",") { cells.sniffDecimalMark(ahead.text(line)) }
    let first = cells.texts(line, of: ahead)
    let names = header.map { ColumnName($0) }
    var ranges: [Range<Int>] = []
    cells.split(line, of: ahead.buffer, into: &ranges)
    var time: TimeColumn?
    for (index, name) in names.enumerated() where name.isTime && time == nil {
      guard index < ranges.count else { continue }
      time = TimeColumn(
        index: index,
        name: name,
        first: first[index],
        number: cells.number(ranges[index], of: ahead.buffer)
      )
    }
    let columns = names.enumerated()
      .filter { !$0.element.isTime && !$0.element.isCounter }
      .map { Column(index: $0.offset, name: $0.element.name, unit: $0.element.signalUnit) }
    self.init(
      cells: cells,
      width: header.count,
      columns: columns,
      time: time,
      start: time?.start,
      rows: rows
    )
  }

  private init(
    headerless first: [String],
    cells: TextCells,
    rows: TextLines,
    preamble: TextPreamble
  ) {
    let labels = preamble.value(of: "Labels")?.split { $0 == "\t" || $0 == "," }.map(\.trimmed)
    let bits = preamble.number(of: "Resolution").flatMap { (1...32) ~= $0 ? Int($0) : nil }
    let areWhole = first.allSatisfy { Int($0) != nil }
    let columns = first.indices.map { index in
      let name = labels.flatMap { $0.count == first.count ? $0[index] : nil }
      return Column(
        index: index,
        name: name ?? (first.count == 1 ? "emg" : "ch\(index + 1)"),
        unit: areWhole || bits != nil ? .count : nil,
        low: bits.map { _ in 0 },
        high: bits.map { Double((1 << $0) - 1) }
      )
    }
    self.init(cells: cells, width: first.count, columns: columns, rows: rows)
  }
}

extension TextCells {
  /// Finds what separates the cells of a table from its first line.
  init(sniffing line: String) {
    var counts: [Character: Int] = [:]
    var isQuoted = false
    for character in line {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted, "\t;,".contains(character) { counts[character, default: 0] += 1 }
    }
    if counts["\t"] != nil {
      self.init(delimiter: UInt8(ascii: "\t"))
    } else if counts[";"] != nil {
      self.init(delimiter: UInt8(ascii: ";"))
    } else if counts[","] != nil {
      self.init(delimiter: UInt8(ascii: ","))
    } else {
      // A name with blanks in it is one cell, numbers with blanks between them are several.
      let isNumbers = line.split { $0 == " " }.allSatisfy { Double($0) != nil }
      self.init(delimiter: isNumbers ? nil : UInt8(ascii: ","))
    }
    if delimiter != UInt8(ascii: ",") { sniffDecimalMark(line) }
  }

  /// Takes a comma for the decimal mark if a row holds commas and no points.
  mutating func sniffDecimalMark(_ row: String) {
    if row.contains(","), !row.contains(".") { decimalMark = UInt8(ascii: ",") }
  }

  /// Whether all cells of a line are numbers or empty, and one is not empty.
  fileprivate func areNumbers(_ line: Range<Int>, of lines: TextLines) -> Bool {
    var ranges: [Range<Int>] = []
    split(line, of: lines.buffer, into: &ranges)
    let numbers = ranges.map { number($0, of: lines.buffer) }
    return numbers.allSatisfy { $0 != nil } && numbers.contains { $0.map(\.isFinite) ?? false }
  }
}
