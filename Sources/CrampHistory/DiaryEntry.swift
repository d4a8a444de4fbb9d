public import CrampModel

/// One cramp of a diary: found by the detector, said by the person, or both.
public struct DiaryEntry: Hashable, Sendable {
  /// When it began.
  public let time: Timestamp
  /// What the detector found; `nil` for one that only the person had.
  public let episode: CrampEpisode?
  /// What the person says of it; `nil` if nothing.
  public let label: EpisodeLabel?
  /// The session that it was in, if any.
  public let session: Session?

  /// Whether the person calls it a false alarm: it counts for nothing, but is shown.
  public var isFalseAlarm: Bool { label?.verdict == .falseAlarm }

  /// Whether only the person knows of it.
  public var isOwn: Bool { episode == nil }

  /// Whether the person calls it a cramp, found or not.
  public var isConfirmed: Bool { label?.verdict == .confirmed || label?.verdict == .missed }

  /// Whether it came in a session in which cramps are provoked or come with the effort.
  public var isProvoked: Bool { session?.kind == .practice || session?.kind == .exercise }

  /// Its length in seconds by the detector; `nil` if that is not known.
  public var detectedDuration: Double? { episode?.duration }

  /// Its length in seconds: by the detector, else as the person says.
  public var duration: Double? { episode?.duration ?? label?.duration }

  /// The channels that saw it.
  public var channels: [String] { episode?.courses.map(\.channel) ?? [] }
}
