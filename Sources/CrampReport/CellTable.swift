/// A table of cells for spreadsheets (RFC 4180).
struct CellTable {
  /// What a cell holds; what is not known is empty.
  enum Cell {
    case text(String?)
    case number(Double?)
    case count(Int)
  }

  private let heads: [String]
  private var rows: [[Cell]] = []

  init(_ heads: [String]) {
    self.heads = heads
  }

  /// Adds a row; one that is too short is filled with empty cells.
  mutating func add(_ row: [Cell]) {
    rows.append(row + Array(repeating: .text(nil), count: max(0, heads.count - row.count)))
  }

  /// The table with a line feed after each row.
  var csv: String {
    let lines = rows.map { $0.map(Self.cell).joined(separator: ",") }
    return ([heads.joined(separator: ",")] + lines).map { $0 + "\n" }.joined()
  }

  private static func cell(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): quoted(harmless(PlainText.cell(text ?? "")))
    case .number(let number): number.map { $0.isFinite ? Figure.short($0, decimals: 6) : "" } ?? ""
    case .count(let count): String(count)
    }
  }

  /// A spreadsheet takes a cell that begins so for a formula, and a name can come from anybody.
  ///
  /// Scalars are compared, not letters: a mark that combines makes another letter of the first.
  private static func harmless(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@".unicodeScalars.contains(first) else {
      return text
    }
    return "'\(text)"
  }

  private static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
    var result = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in text.unicodeScalars {
      if scalar == "\"" { result.append(scalar) }
      result.append(scalar)
    }
    return String(result) + "\""
  }
}
