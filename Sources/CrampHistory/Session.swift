public import CrampModel

/// A session that a person began: its identity, and what was said of it.
public struct Session: Hashable, Sendable {
  /// How long a session may last before it counts as forgotten, in seconds: a day.
  public static let longest = 86_400.0

  /// The identity: that of the event that began it.
  public let id: EventID
  /// The name, which sessions on other days may have too.
  public let name: String
  /// What it is for.
  public let kind: SessionKind
  /// When it began.
  public let since: Timestamp

  /// Describes a session.
  public init(id: EventID, name: String, kind: SessionKind, since: Timestamp) {
    self.id = id
    self.name = name
    self.kind = kind
    self.since = since
  }

  /// Reads the event that began a session; `nil` for any other event.
  public init?(_ event: CrampEvent) {
    guard event.type == .sessionStarted else { return nil }
    self.init(
      id: event.id,
      name: event.text(.name) ?? "",
      kind: event.text(.kind).flatMap(SessionKind.init(rawValue:)) ?? .other,
      since: event.time
    )
  }

  /// Whether nobody can still mean it.
  public func isForgotten(at time: Timestamp) -> Bool {
    time.seconds(since: since) > Self.longest
  }
}
