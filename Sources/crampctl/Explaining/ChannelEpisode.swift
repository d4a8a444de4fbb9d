import CrampModel

/// One contraction on one channel, as its events tell it.
struct ChannelEpisode {
  /// What became of it.
  enum Outcome: String {
    /// A cramp, over by now.
    case cramp
    /// A cramp that lasts to the end of the recording.
    case openCramp = "open-cramp"
    /// Suspected, and no cramp.
    case dismissed
    /// Suspected when the recording ended.
    case undecided
  }

  /// The channel's name.
  let channel: String
  private(set) var suspected: CrampEvent?
  private(set) var onset: CrampEvent?
  private(set) var dismissed: CrampEvent?
  private(set) var release: CrampEvent?
  /// When its signal went away and came back.
  private(set) var interruptions: [CrampEvent] = []

  /// What became of it.
  var outcome: Outcome {
    if dismissed != nil { return .dismissed }
    if onset == nil { return .undecided }
    return release == nil ? .openCramp : .cramp
  }

  /// The event that says most about what decided.
  var evidence: CrampEvent? { dismissed ?? onset ?? suspected }

  /// The estimated onset.
  var begin: Timestamp? { (onset ?? suspected ?? dismissed ?? release)?.time }

  /// The estimated end; `nil` if it was not seen.
  var end: Timestamp? {
    if let dismissed {
      return dismissed.number(.duration).map { dismissed.time.advanced(bySeconds: $0) }
        ?? dismissed.detected
    }
    return release?.time
  }

  /// The contractions in the events of one stream, by the order in which they were first told.
  static func all(in events: [CrampEvent]) -> [Self] {
    var episodes: [Self] = []
    var open: [String: Int] = [:]
    for event in events {
      guard let channel = event.channel, Self.types.contains(event.type) else { continue }
      let index = open[channel] ?? episodes.count
      if index == episodes.count { episodes.append(Self(channel: channel)) }
      open[channel] = episodes[index].add(event) ? index : nil
    }
    return episodes
  }

  private static let types: Set<EventType> = [
    .crampSuspected, .crampOnset, .crampDismissed, .crampRelease, .crampUnobserved,
    .crampObserved,
  ]

  private init(channel: String) {
    self.channel = channel
  }

  /// Takes in an event; returns whether the episode goes on.
  private mutating func add(_ event: CrampEvent) -> Bool {
    switch event.type {
    case .crampSuspected: suspected = event
    case .crampOnset: onset = event
    case .crampDismissed: dismissed = event
    case .crampRelease: release = event
    default: interruptions.append(event)
    }
    return dismissed == nil && release == nil
  }
}
