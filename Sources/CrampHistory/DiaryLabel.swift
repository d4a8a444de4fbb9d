public import CrampModel

/// What a person says of one cramp, put together from all that was said of it.
///
/// The newest word counts, member by member.
public struct DiaryLabel: Hashable, Sendable {
  /// What a person says that it was.
  public enum Verdict: String, Sendable, CaseIterable {
    /// It was a cramp.
    case confirmed
    /// It was none.
    case falseAlarm = "false-alarm"
    /// It was one that the detector has not found.
    case missed
  }

  /// When it was: the episode's onset, or the time that the person gives.
  public private(set) var time: Timestamp
  /// The episode; `nil` for one that the detector has not found.
  public let episode: EventID?
  /// What it was; `nil` if no word is known.
  public private(set) var verdict: Verdict?
  /// How severe it was, 0...10.
  public private(set) var severity: Double?
  /// How much it disturbed sleep, 0...10.
  public private(set) var sleepDisturbance: Double?
  /// The side of the body.
  public private(set) var side: String?
  /// The muscle.
  public private(set) var muscle: String?
  /// More words.
  public private(set) var text: String?
  /// The person's own duration, in seconds.
  public private(set) var duration: Double?
  /// The channel that it is said of.
  public private(set) var channel: String?

  private init(_ event: CrampEvent) {
    time = event.time
    episode = event.episode
    add(event)
  }

  private mutating func add(_ event: CrampEvent) {
    time = event.time
    verdict = event.text(.verdict).flatMap(Verdict.init(rawValue:)) ?? verdict
    severity = Self.score(event.number(.severity)) ?? severity
    sleepDisturbance = Self.score(event.number(.sleepDisturbance)) ?? sleepDisturbance
    side = event.text(.side) ?? side
    muscle = event.text(.muscle) ?? muscle
    text = event.text(.text) ?? text
    duration = event.number(.duration) ?? duration
    channel = event.channel ?? channel
  }

  private static func score(_ number: Double?) -> Double? {
    number.flatMap { (0...10).contains($0) ? $0 : nil }
  }

  private struct Subject: Hashable {
    let episode: EventID?
    let time: Timestamp?
    let channel: String?
  }

  /// What a person has said, one label for each cramp.
  ///
  /// - Parameter events: In the order of the journal; others than labels are passed over.
  /// - Returns: The labels, in the order in which they were first said.
  public static func all(in events: [CrampEvent]) -> [Self] {
    var labels: [Self] = []
    var places: [Subject: Int] = [:]
    for event in events where event.type == .episodeLabelled {
      let subject =
        event.episode.map { Subject(episode: $0, time: nil, channel: nil) }
        ?? Subject(episode: nil, time: event.time, channel: event.channel)
      if let place = places[subject] {
        labels[place].add(event)
      } else {
        places[subject] = labels.count
        labels.append(Self(event))
      }
    }
    return labels
  }
}
