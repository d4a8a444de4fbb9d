/// The tone of the muscle over the last minute: the median of its level while it rests.
///
/// One level for each second in which the muscle was at rest and could be judged. What the journal
/// calls tone is the same median over an hour or a session.
struct QuietLevels {
  /// The seconds that count.
  static let span = 60
  /// Fewer seconds than this say nothing, as with the tone in the journal.
  static let fewest = 10

  private var levels: [(second: Int, level: Double)] = []
  /// The tone; `nil` where the muscle has not been at rest for long enough.
  private(set) var tone: Double?

  /// Notes a level at rest.
  mutating func note(_ level: Double, at seconds: Double) {
    let second = abs(seconds) < 1e15 ? Int(seconds) : 0
    if levels.last?.second == second { return }
    levels.append((second, level))
    levels.removeAll { $0.second <= second - Self.span }
    weigh()
  }

  /// Forgets what is over, while there is nothing to note.
  mutating func forget(at seconds: Double) {
    let end = (abs(seconds) < 1e15 ? Int(seconds) : 0) - Self.span
    guard let oldest = levels.first?.second, oldest <= end else { return }
    levels.removeAll { $0.second <= end }
    weigh()
  }

  private mutating func weigh() {
    let sorted = levels.map(\.level).sorted()
    tone = sorted.count < Self.fewest ? nil : sorted[sorted.count / 2]
  }
}
