/// What a screen shows: rows of cells, each a character with its look.
///
/// What is written beyond the edge is cut off; what is written over half of a wide character takes
/// the other half away with it.
public struct CellGrid: Hashable, Sendable {
  /// One cell; the second half of a wide character is empty.
  struct Cell: Hashable, Sendable {
    static let blank = Self(text: " ", style: .plain)

    var text: String
    var style: CellStyle
  }

  /// Neighbouring cells that look the same.
  public struct Run: Hashable, Sendable {
    /// The column of the first.
    public var column: Int
    /// Their text.
    public var text: String
    /// How they look.
    public var style: CellStyle

    /// Cells side by side.
    public init(column: Int, text: String, style: CellStyle) {
      self.column = column
      self.text = text
      self.style = style
    }
  }

  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  private var cells: [Cell]

  /// Blank cells.
  ///
  /// - Parameters:
  ///   - width: Columns.
  ///   - height: Rows.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: .blank, count: self.width * self.height)
  }

  /// Writes a text into a row.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - row: The row, from 0 at the top.
  ///   - column: The column of its first cell, from 0 at the left.
  ///   - style: How it looks.
  /// - Returns: The column after it.
  @discardableResult
  public mutating func write(
    _ text: String,
    row: Int,
    column: Int,
    style: CellStyle = .plain
  ) -> Int {
    var place = column
    guard (0..<height).contains(row) else { return place }
    for piece in CellText.pieces(text) {
      guard place + piece.width <= width else { break }
      if place >= 0 { put(piece, row * width + place, style) }
      place += piece.width
    }
    return place
  }

  private mutating func put(_ piece: CellText.Piece, _ index: Int, _ style: CellStyle) {
    clear(index)
    if piece.width == 2 { clear(index + 1) }
    cells[index] = Cell(text: piece.text, style: style)
    if piece.width == 2 { cells[index + 1] = Cell(text: "", style: style) }
  }

  /// Frees a cell, with the other half of what stood there.
  private mutating func clear(_ index: Int) {
    if cells[index].text.isEmpty, index > 0 { cells[index - 1] = .blank }
    if index % width + 1 < width, cells[index + 1].text.isEmpty { cells[index + 1] = .blank }
    cells[index] = .blank
  }

  /// Changes the look of a whole row.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - change: Changes the look of one cell.
  public mutating func restyle(row: Int, _ change: (inout CellStyle) -> Void) {
    guard (0..<height).contains(row) else { return }
    for index in row * width..<(row + 1) * width {
      change(&cells[index].style)
    }
  }

  /// Whether a row is the same in another grid of the same width.
  func hasSame(row: Int, as other: Self) -> Bool {
    guard width == other.width, row < height, row < other.height else { return false }
    let range = row * width..<(row + 1) * width
    return cells[range] == other.cells[range]
  }

  /// A row as few texts.
  ///
  /// - Parameter row: The row.
  /// - Returns: Its runs, from the left; together they fill it.
  public func runs(of row: Int) -> [Run] {
    guard (0..<height).contains(row) else { return [] }
    var runs: [Run] = []
    for column in 0..<width {
      let cell = cells[row * width + column]
      if let last = runs.indices.last, runs[last].style == cell.style {
        runs[last].text += cell.text
      } else {
        runs.append(Run(column: column, text: cell.text, style: cell.style))
      }
    }
    return runs
  }

  /// The text of a row without the blanks at its end.
  ///
  /// - Parameter row: The row.
  /// - Returns: The text.
  public func text(of row: Int) -> String {
    var text = Substring(runs(of: row).map(\.text).joined())
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// The whole as lines of text.
  public var text: String { (0..<height).map(text(of:)).joined(separator: "\n") }
}
