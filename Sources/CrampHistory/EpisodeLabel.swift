public import CrampModel

/// What a person says of an episode; members that nobody spoke of are `nil`.
public struct EpisodeLabel: Hashable, Sendable {
  /// Whether it was a cramp.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// It was one.
    case confirmed
    /// It was none.
    case falseAlarm = "false-alarm"
    /// It was one, and was not found.
    case missed
  }

  /// The side of the body.
  public enum Side: String, Hashable, Sendable, CaseIterable {
    /// The left.
    case left
    /// The right.
    case right
    /// Both at once.
    case both
  }

  /// What the scales of severity and of sleep disturbance go over; those of diaries in trials.
  public static let scale = 0.0...10.0

  /// Whether it was a cramp.
  public var verdict: Verdict?
  /// How severe it was, 0...10.
  public var severity: Double?
  /// How much it disturbed sleep, 0...10.
  public var sleepDisturbance: Double?
  /// The side of the body.
  public var side: Side?
  /// The muscle, in the person's words.
  public var muscle: String?
  /// Anything else.
  public var text: String?
  /// How long it lasted, in seconds, as the person remembers it.
  public var duration: Double?

  /// A label that says nothing yet.
  public init() {}

  /// Reads an event; `nil` for one of another type.
  ///
  /// What is out of range counts as not said.
  public init?(_ event: CrampEvent) {
    guard event.type == .episodeLabelled else { return nil }
    verdict = event.text(.verdict).flatMap(Verdict.init(rawValue:))
    severity = event.number(.severity).flatMap { Self.scale.contains($0) ? $0 : nil }
    sleepDisturbance = event.number(.sleepDisturbance)
      .flatMap { Self.scale.contains($0) ? $0 : nil }
    side = event.text(.side).flatMap(Side.init(rawValue:))
    muscle = event.text(.muscle)
    text = event.text(.text)
    duration = event.number(.duration).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Adds what was said later, which counts where both spoke of the same.
  public mutating func add(_ newer: Self) {
    verdict = newer.verdict ?? verdict
    severity = newer.severity ?? severity
    sleepDisturbance = newer.sleepDisturbance ?? sleepDisturbance
    side = newer.side ?? side
    muscle = newer.muscle ?? muscle
    text = newer.text ?? text
    duration = newer.duration ?? duration
  }

  /// The members of an event that say the same.
  public var details: [EventDetail] {
    [
      verdict.map { EventDetail(.verdict, .text($0.rawValue)) },
      severity.flatMap { EventDetail.rounded(.severity, $0) },
      sleepDisturbance.flatMap { EventDetail.rounded(.sleepDisturbance, $0) },
      side.map { EventDetail(.side, .text($0.rawValue)) },
      muscle.map { EventDetail(.muscle, .text($0)) },
      text.map { EventDetail(.text, .text($0)) },
      duration.flatMap { EventDetail.rounded(.duration, $0, decimals: 3) },
    ].compactMap(\.self)
  }
}
