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
  private static func harmless(_ text: String) -> String {
    guard let first = text.first, "=+-@".contains(first) else { return text }
    return "'\(text)"
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
