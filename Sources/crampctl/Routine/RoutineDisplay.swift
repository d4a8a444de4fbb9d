import CrampRoutine

/// How a routine is shown.
protocol RoutineDisplay {
  /// Says what comes, before the first phase.
  mutating func open() throws
  /// Says what has changed, at a second of the routine.
  mutating func tell(_ turn: RoutineCourse.Turn, at now: Double) throws
  /// Shows how things stand; comes ten times a second.
  mutating func show(_ course: RoutineCourse, at now: Double) throws
  /// Says something beside.
  mutating func say(_ notice: String) throws
}

/// A routine in plain lines, for a pipe, a log or a screen reader.
struct RoutineLines: RoutineDisplay {
  /// Seconds before the end of a phase at which the time is told.
  private static let milestones = [30.0, 10]

  private let words: RoutineWords
  private let shape: RoutineShape
  private var last: Double = .infinity

  init(words: RoutineWords, shape: RoutineShape) {
    self.words = words
    self.shape = shape
  }

  mutating func open() throws {
    try write(words.opening)
    try write(["Ctrl-C stops."])
  }

  mutating func tell(_ turn: RoutineCourse.Turn, at now: Double) throws {
    last = .infinity
    let time = RoutineWords.clock(now.rounded(.down)).padded(to: 6)
    try write([time + words.line(for: turn)])
    guard case .began(let phase) = turn, let text = words.instruction(for: phase) else { return }
    try write([text], indent: 6)
  }

  mutating func show(_ course: RoutineCourse, at now: Double) throws {
    guard let (phase, elapsed) = course.position(at: now) else { return }
    let left = course.phases[phase].seconds - elapsed
    for milestone in Self.milestones where left <= milestone && last > milestone && last.isFinite {
      try write(["      \(Int(milestone)) s left"])
    }
    last = left
  }

  mutating func say(_ notice: String) throws {
    Diagnostics.say(notice)
  }

  private func write(_ lines: [String], indent: Int = 0) throws {
    let blanks = String(repeating: " ", count: indent)
    try Output.write(lines.map { "\(blanks)\(shape.glyphs.text($0))\n" }.joined())
  }
}
