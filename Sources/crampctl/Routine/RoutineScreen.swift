import CrampRoutine
import TerminalScreen

/// A routine on a terminal: what was said stays above, and a few lines below it move.
struct RoutineScreen: RoutineDisplay {
  private static let widestBar = 40

  private let words: RoutineWords
  private let shape: RoutineShape
  private let hasKeys: Bool
  /// The lines that move, as they stand on the terminal.
  private var block: [String] = []

  init(words: RoutineWords, shape: RoutineShape) {
    self.words = words
    self.shape = shape
    hasKeys = shape.hasKeys
    // The widths of characters are those of a locale.
    _ = Terminal.adoptLocale(wantsUnicode: shape.glyphs == .unicode)
  }

  mutating func open() throws {
    try write(words.opening.flatMap { shape.wrapped($0) } + [""])
  }

  mutating func tell(_ turn: RoutineCourse.Turn, at now: Double) throws {
    var lines = shape.wrapped(words.line(for: turn))
    if let first = lines.first { lines[0] = shape.strong(first) }
    if case .began(let phase) = turn, let text = words.instruction(for: phase) {
      lines += shape.wrapped(text)
    }
    try write(lines)
  }

  mutating func show(_ course: RoutineCourse, at now: Double) throws {
    guard let (phase, elapsed) = course.position(at: now) else { return try write([]) }
    let length = course.phases[phase].seconds
    let bar = min(Self.widestBar, shape.width / 2)
    var lines = [
      "\(RoutineWords.clock(length - elapsed).padded(to: 6))"
        + "\(shape.bar(elapsed / length, width: bar))  \(state(course, phase))"
    ]
    if let breath = breath(course, phase, elapsed, bar) { lines.append(breath) }
    let left = RoutineWords.clock(course.left(at: now))
    lines.append("\(words.outlook(after: phase)); \(left) in all")
    if hasKeys { lines.append("space pause  n skip  b back  q stop") }
    try draw(lines)
  }

  mutating func say(_ notice: String) throws {
    try write(shape.wrapped("crampctl: \(TextTable.plain(notice))"))
  }

  private func state(_ course: RoutineCourse, _ phase: Int) -> String {
    if case .paused = course.state { return "PAUSED" }
    return words.title(of: phase)
  }

  /// The breath goes on through a hold, and fills a bar and empties it.
  private func breath(
    _ course: RoutineCourse,
    _ phase: Int,
    _ elapsed: Double,
    _ width: Int
  ) -> String? {
    guard case .guiding = course.state, course.phases[phase].kind == .hold else { return nil }
    let moment = words.routine.breathing.moment(at: elapsed)
    let share =
      switch moment.phase {
      case .breathingIn: moment.share
      case .full: 1.0
      case .breathingOut: 1 - moment.share
      case .empty: 0.0
      }
    let left = String(Int(moment.left.rounded(.up))).padded(to: 6)
    return "\(left)\(shape.bar(share, width: width))  \(RoutineWords.breath(moment.phase))"
  }

  /// Puts lines above those that move.
  private mutating func write(_ lines: [String]) throws {
    let text = lines.map { shape.glyphs.text($0) + "\n" }.joined()
    try Output.write(wiped + text)
    block = []
  }

  private mutating func draw(_ lines: [String]) throws {
    let width = shape.width
    let cut = lines.map { Self.cut(shape.glyphs == .ascii ? shape.glyphs.text($0) : $0, to: width) }
    guard cut != block else { return }
    try Output.write(wiped + cut.joined(separator: "\n"))
    block = cut
  }

  /// Goes to the first of the lines that move, and wipes them.
  private var wiped: String {
    guard !block.isEmpty else { return "" }
    let rows = Self.rows(of: block, columns: shape.columns)
    let up = rows > 1 ? "\u{1B}[\(rows - 1)A" : ""
    return "\r\(up)\u{1B}[J"
  }

  /// A line that is no wider, without blanks at its end.
  static func cut(_ line: String, to width: Int) -> String {
    guard CellText.width(line) > width else { return line }
    var cut = CellText.fitted(line, to: width, mark: " ")[...]
    while cut.last == " " { cut.removeLast() }
    return String(cut)
  }

  /// How many rows lines take in a window of a width: one that was made narrower has broken them.
  static func rows(of lines: [String], columns: Int) -> Int {
    let columns = max(1, columns)
    return lines.reduce(0) { $0 + max(1, (CellText.width($1) + columns - 1) / columns) }
  }
}
