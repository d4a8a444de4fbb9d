/// Whether a channel can be judged; knows nothing of muscles.
///
///              veto held 2 s
///     good ─────────────────▶ bad(reason)
///      ▲                        │
///      └────────────────────────┘
///              clear held 2 s
struct SignalHealth: Sendable {
  /// What changed.
  enum Change: Equatable, Sendable {
    case bad(String)
    case good
  }

  /// Hops for which a verdict must hold: four verdicts of half a second.
  static let hold = 40

  /// Why the channel cannot be judged; `nil` while it can.
  private(set) var reason: String?
  private var opposing = 0

  /// Takes in one hop's verdict and returns what changed.
  mutating func advance(_ verdict: String?) -> Change? {
    guard (verdict != nil) != (reason != nil) else {
      opposing = 0
      return nil
    }
    opposing += 1
    guard opposing >= Self.hold else { return nil }
    opposing = 0
    reason = verdict
    return verdict.map(Change.bad) ?? .good
  }
}
