public import CrampModel

/// A session of which cramps are a part, from its beginning to its end.
public struct DiarySession: Hashable, Sendable {
  /// Its identity.
  public let id: EventID
  /// Its name.
  public let name: String
  /// `practice`, `exercise`, `night` or `other`.
  public let kind: String
  /// When it began.
  public let begin: Timestamp
  /// When it ended; `nil` if it has not, or nobody has said so.
  public internal(set) var end: Timestamp?

  /// Whether cramps in it come from what the person does, and are none of the night's.
  public var isProvoked: Bool { kind == "practice" || kind == "exercise" }

  /// Whether a time lies in it.
  ///
  /// - Parameter time: The time.
  /// - Returns: The answer; without an end, all that comes after its beginning is in it.
  public func contains(_ time: Timestamp) -> Bool {
    begin <= time && time <= end ?? time
  }

  /// The sessions among some events.
  ///
  /// - Parameter events: In the order of the journal.
  /// - Returns: The sessions in the same order; one that was forgotten ends where the next begins.
  public static func all(in events: [CrampEvent]) -> [Self] {
    var sessions: [Self] = []
    for event in events {
      let last = sessions.indices.last
      switch event.type {
      case .sessionStarted:
        if let last, sessions[last].end == nil { sessions[last].end = event.time }
        sessions.append(
          Self(
            id: event.id,
            name: event.text(.name) ?? "",
            kind: event.text(.kind) ?? "other",
            begin: event.time
          )
        )
      case .sessionEnded:
        if let last, sessions[last].end == nil { sessions[last].end = event.time }
      default: break
      }
    }
    return sessions
  }
}
