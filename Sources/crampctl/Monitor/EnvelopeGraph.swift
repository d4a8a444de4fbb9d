import TerminalScreen

/// An envelope as rows of cells that are filled from below.
///
/// The lowest row says in letters what colour says too: `C` where the muscle was in a cramp, `?`
/// where it could not be judged.
struct EnvelopeGraph {
  private let columns: [EnvelopeHistory.Column]
  /// How many rows each column fills.
  private let heights: [Double]
  private let rows: Int
  private let glyphs: Glyphs

  init(columns: [EnvelopeHistory.Column], axis: LevelAxis, rows: Int, glyphs: Glyphs) {
    self.columns = columns
    self.rows = rows
    self.glyphs = glyphs
    heights = columns.map { column in
      guard column.mark != .absent else { return 0 }
      // A signal that is there is seen, however weak it is.
      return max(axis.position(Double(column.level)) * Double(rows), 0.125)
    }
  }

  /// A row in few texts.
  ///
  /// - Parameters:
  ///   - row: The row, from 0 at the top.
  ///   - line: What stands where nothing is filled.
  /// - Returns: Neighbouring cells that look the same.
  func runs(of row: Int, line: Character) -> [CellGrid.Run] {
    var runs: [CellGrid.Run] = []
    for (place, column) in columns.enumerated() {
      let (text, style) = cell(column, heights[place], row, line)
      if let last = runs.indices.last, runs[last].style == style {
        runs[last].text.append(text)
      } else {
        runs.append(CellGrid.Run(column: place, text: String(text), style: style))
      }
    }
    return runs
  }

  private func cell(
    _ column: EnvelopeHistory.Column,
    _ height: Double,
    _ row: Int,
    _ line: Character
  ) -> (Character, CellStyle) {
    let floor = rows - 1 - row
    guard column.mark != .absent else { return (line, .dimCyan) }
    if floor == 0, rows > 1, let letter = letter(column.mark) { return letter }
    let share = height - Double(floor)
    guard share > 0 else { return (line, .dimCyan) }
    return (glyphs.cell(min(1, share)), Self.style(column.mark))
  }

  private func letter(_ mark: EnvelopeHistory.Mark) -> (Character, CellStyle)? {
    switch mark {
    case .cramp: ("C", CellStyle(.red, isBold: true, isReversed: true))
    case .unjudged: ("?", CellStyle(.magenta))
    case .absent, .rest, .contraction: nil
    }
  }

  private static func style(_ mark: EnvelopeHistory.Mark) -> CellStyle {
    switch mark {
    case .rest: CellStyle(.green)
    case .contraction: CellStyle(.yellow)
    case .cramp: CellStyle(.red, isBold: true)
    case .unjudged: CellStyle(.magenta, isDim: true)
    case .absent: .plain
    }
  }
}

/// The levels of a channel beside and behind its envelope.
struct ThresholdNames {
  private let levels: [(name: String, value: Double, row: Int)]
  private let rows: Int

  init(_ signal: MonitorSignal?, axis: LevelAxis, rows: Int) {
    self.rows = rows
    let named = [("on", signal?.on), ("off", signal?.off), ("rest", signal?.rest)]
    levels = named.compactMap { name, value in
      guard let value, value.isFinite else { return nil }
      let floor = min(rows - 1, Int(axis.position(value) * Double(rows)))
      return (name, value, rows - 1 - floor)
    }
  }

  /// What stands in a row where the envelope does not reach it.
  func line(_ row: Int, _ glyphs: Glyphs) -> Character {
    guard rows > 1, levels.contains(where: { $0.row == row }) else { return " " }
    return glyphs == .ascii ? "-" : "╌"
  }

  /// The names of the levels in a row, with the value of the first.
  func label(_ row: Int, room: Int) -> String? {
    let here = levels.filter { $0.row == row }
    guard let first = here.first else { return nil }
    guard rows > 1 else { return "\(first.name) \(NumberText.significant(first.value))" }
    let parts = here.map { "\($0.name) \(NumberText.significant($0.value))" }
    let whole = parts.joined(separator: " ")
    if whole.count <= room { return whole }
    return here.map(\.name).joined(separator: "/")
  }
}
