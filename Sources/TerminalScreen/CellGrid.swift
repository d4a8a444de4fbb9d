/// What a screen shows: rows of cells, each a character with its look.
///
/// What is written beyond the edge is cut off; what is written over half of a wide character takes
/// the other half away with it.
public struct CellGrid: Hashable, Sendable {
  /// One cell, as a plain value that is quickly compared and copied.
  struct Cell: Hashable, Sendable {
    static let blank = Self(scalar: " ", style: .plain)
    /// What the second half of a wide character holds; no text has it.
    static let otherHalf: Unicode.Scalar = "\0"

    var scalar: Unicode.Scalar
    var style: CellStyle

    var isOtherHalf: Bool { scalar == Self.otherHalf }
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
  /// The accents on the characters of the few cells that have any.
  private var marks: [Int: String] = [:]

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
    cells[index] = Cell(scalar: piece.scalar, style: style)
    if !piece.marks.isEmpty { marks[index] = piece.marks }
    if piece.width == 2 { cells[index + 1] = Cell(scalar: Cell.otherHalf, style: style) }
  }

  /// Frees a cell, with the other half of what stood there.
  private mutating func clear(_ index: Int) {
    if cells[index].isOtherHalf, index > 0 { blank(index - 1) }
    if index % width + 1 < width, cells[index + 1].isOtherHalf { blank(index + 1) }
    blank(index)
  }

  private mutating func blank(_ index: Int) {
    cells[index] = .blank
    if !marks.isEmpty { marks[index] = nil }
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
    guard cells[range] == other.cells[range] else { return false }
    return marks == other.marks || range.allSatisfy { marks[$0] == other.marks[$0] }
  }

  /// A row as few texts.
  ///
  /// - Parameter row: The row.
  /// - Returns: Its runs, from the left; together they fill it.
  public func runs(of row: Int) -> [Run] {
    guard (0..<height).contains(row) else { return [] }
    var runs: [Run] = []
    var column = 0
    while column < width {
      let style = cells[row * width + column].style
      var text = String.UnicodeScalarView()
      let start = column
      while column < width, cells[row * width + column].style == style {
        let index = row * width + column
        if !cells[index].isOtherHalf { text.append(cells[index].scalar) }
        if !marks.isEmpty, let more = marks[index] { text.append(contentsOf: more.unicodeScalars) }
        column += 1
      }
      runs.append(Run(column: start, text: String(text), style: style))
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
