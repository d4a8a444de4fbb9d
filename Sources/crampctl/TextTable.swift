/// Columns that line up, for people.
struct TextTable {
  private var rows: [[String]]
  private let numeric: Set<Int>
  private let indent: String

  /// An empty table.
  ///
  /// - Parameters:
  ///   - header: The names of the columns.
  ///   - numeric: The columns that end at the same place instead of beginning there.
  ///   - indent: Blanks before each row.
  init(_ header: [String], numeric: Set<Int> = [], indent: Int = 2) {
    rows = [header]
    self.numeric = numeric
    self.indent = String(repeating: " ", count: indent)
  }

  var isEmpty: Bool { rows.count == 1 }

  mutating func add(_ row: [String]) {
    rows.append(row.map(Self.plain))
  }

  /// The table with a line feed after each row.
  var text: String {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { line($0, widths) }.joined()
  }

  private func line(_ row: [String], _ widths: [Int]) -> String {
    var line = indent
    for (column, (cell, width)) in zip(row, widths).enumerated() {
      let blanks = String(repeating: " ", count: width - cell.count)
      line += numeric.contains(column) ? blanks + cell : cell + blanks
      line += "  "
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  /// Names come from files, devices and people: a terminal obeys control characters, and format
  /// characters turn around or hide what is beside them.
  static func plain(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: plain += "?"
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }
}
