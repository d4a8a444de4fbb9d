/// Why a span of resting tone ends.
public enum ToneCut: Sendable, CaseIterable {
  /// A full hour of the samples' time, by the civil clock in UTC, is over.
  case hour
  /// A session begins or ends: the last minute becomes a span of its own.
  case session
  /// A person marked this moment.
  case mark
  /// A person marked a moment that others may follow soon, such as each repetition of a movement:
  /// a span that has no tone yet goes on.
  case passingMark
  /// The stream is over, or its samples have been absent for a minute.
  case end

  /// The `reason` of the span's event.
  public var reason: String {
    switch self {
    case .hour: "hour"
    case .session: "session"
    case .mark, .passingMark: "mark"
    case .end: "end"
    }
  }
}
