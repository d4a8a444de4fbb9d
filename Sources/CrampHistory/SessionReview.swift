public import CrampModel

extension SessionSummary {
  /// Finds out what a session was for.
  ///
  /// A cramp belongs to the session in which it began. Nothing that a later event says of a cramp
  /// is waited for.
  ///
  /// - Parameters:
  ///   - session: The session.
  ///   - events: What was told after its beginning, up to its end, by seq.
  ///   - earlier: Spans of resting tone that were told before it, by seq.
  ///   - places: The channels that there are, with or without events.
  ///   - end: When it ended; `nil` while it is open.
  ///   - reason: Why it ended.
  ///   - clock: What the time of samples was.
  public init(
    of session: Session,
    events: [CrampEvent],
    earlier: [CrampEvent] = [],
    places: [Place] = [],
    end: Timestamp? = nil,
    reason: Reason? = nil,
    clock: SessionClock = SessionClock()
  ) {
    self.init(session: session, end: end, reason: reason)
    let review = SessionReview(
      session: session,
      events: events,
      earlier: earlier,
      // Nothing is told after the end that a person gives, by whatever clock.
      end: reason == .forgotten ? end : nil,
      clock: clock
    )
    movements = review.movements
    cramps = review.cramps(movements)
    countMovements()
    channels = review.places(places).map { review.channel($0, cramps, repetitions) }
  }
}

/// The events of a session, as they are looked through.
private struct SessionReview {
  /// How old the tone before a session may be, in seconds: an hour, which is the length of a span.
  private static let oldestTone = 3_600.0
  /// A span that the beginning of the session cut ends with the block of samples that came next.
  private static let tolerance = 1.5

  private struct Cue {
    let word: String
    let name: String
    let time: Timestamp
  }

  private let session: Session
  private let events: [CrampEvent]
  private let earlier: [CrampEvent]
  /// When a session ended that went on unnoticed; `nil` for any other.
  private let end: Timestamp?
  private let clock: SessionClock
  private let cues: [Cue]

  init(
    session: Session,
    events: [CrampEvent],
    earlier: [CrampEvent],
    end: Timestamp?,
    clock: SessionClock
  ) {
    self.session = session
    self.events = events
    self.earlier = earlier.filter { $0.type == .tone }
    self.end = end
    self.clock = clock
    cues = events.compactMap { event in
      guard event.type == .marker, let word = event.text(.cue),
        event.time <= end ?? event.time
      else { return nil }
      return Cue(word: word, name: event.text(.name) ?? "", time: event.time)
    }
  }

  var movements: [SessionSummary.Movement] {
    var movements: [SessionSummary.Movement] = []
    for cue in repetitions {
      if let index = movements.firstIndex(where: { $0.name == cue.name }) {
        movements[index].repetitions += 1
      } else {
        movements.append(.init(name: cue.name, repetitions: 1, count: 0))
      }
    }
    return movements
  }

  private var repetitions: [Cue] { cues.filter { $0.word == SessionCue.repetition.word } }

  // MARK: Cramps

  func cramps(_ movements: [SessionSummary.Movement]) -> [SessionSummary.Cramp] {
    events.compactMap { onset in
      guard onset.type == .crampOnset, let episode = onset.episode, began(onset) else {
        return nil
      }
      return cramp(onset, episode, movements)
    }
  }

  private func cramp(
    _ onset: CrampEvent,
    _ episode: EventID,
    _ movements: [SessionSummary.Movement]
  ) -> SessionSummary.Cramp {
    let release = events.first {
      $0.type == .crampRelease && $0.episode == episode && $0.channel == onset.channel
    }
    let contract = last(SessionCue.contract.word, before: onset)?.time ?? session.since
    let repetition = repetition(before: onset)
    return SessionSummary.Cramp(
      place: SessionSummary.Place(onset),
      episode: episode,
      onset: onset.time,
      onsetAfter: moment(contract, onset).map { max(0, onset.time.seconds(since: $0)) },
      letGo: release.flatMap { letGo(onset, $0) },
      duration: release?.number(.duration),
      peak: release.flatMap { SessionLevel($0, .peakMicrovolts, .peak) },
      movement: repetition.flatMap { cue in movements.firstIndex { $0.name == cue.name } }
    )
  }

  /// Whether it began neither before the session nor after its end, as far as that is known.
  private func began(_ onset: CrampEvent) -> Bool {
    guard !isLate(onset, onset.time) else { return false }
    guard let beginning = moment(session.since, onset) else { return true }
    return onset.time >= beginning
  }

  /// Whether something came after the end, as far as that is known.
  private func isLate(_ event: CrampEvent, _ time: Timestamp) -> Bool {
    guard let end, let last = clock.moment(end, for: event) else { return false }
    return time > last.advanced(bySeconds: Self.tolerance)
  }

  /// When the samples of an event had come to a time of the machine's clock; `nil` if that is not
  /// known, or if they cannot have.
  private func moment(_ time: Timestamp, _ event: CrampEvent) -> Timestamp? {
    // Every event of the session was decided after its beginning, by the same clock.
    guard let beginning = clock.moment(session.since, for: event),
      event.detected >= beginning.advanced(bySeconds: -Self.tolerance),
      event.detected.seconds(since: beginning) <= 2 * Session.longest
    else { return nil }
    return clock.moment(time, for: event)
  }

  /// The repetition that went on: any other known cue ends it, but that to contract in it.
  private func repetition(before onset: CrampEvent) -> Cue? {
    let newest = cues.last { cue in
      guard cue.word != SessionCue.contract.word, SessionCue.known.contains(cue.word),
        let time = moment(cue.time, onset)
      else { return false }
      return time <= onset.time
    }
    return newest.flatMap { $0.word == SessionCue.repetition.word ? $0 : nil }
  }

  private func last(_ word: String, before onset: CrampEvent) -> Cue? {
    cues.last { cue in
      guard cue.word == word, let time = moment(cue.time, onset) else { return false }
      return time <= onset.time
    }
  }

  private func letGo(_ onset: CrampEvent, _ release: CrampEvent) -> Double? {
    guard release.text(.reason) == nil || release.text(.reason) == "relaxed" else { return nil }
    let relax = cues.lazy.filter { $0.word == SessionCue.relax.word }
      .compactMap { moment($0.time, onset) }
      .first { $0 >= onset.time && $0 <= release.time }
    return max(0, release.time.seconds(since: relax ?? onset.detected))
  }

  // MARK: Channels

  func places(_ known: [SessionSummary.Place]) -> [SessionSummary.Place] {
    var places = known
    for event in events
    where (event.type == .crampOnset || event.type == .tone) && event.channel != nil {
      let place = SessionSummary.Place(event)
      let isKnown = places.contains { $0.sensor == place.sensor && $0.channel == place.channel }
      if !isKnown { places.append(place) }
    }
    return places.sorted {
      ($0.channel, $0.sensor ?? "") < ($1.channel, $1.sensor ?? "")
    }
  }

  func channel(
    _ place: SessionSummary.Place,
    _ cramps: [SessionSummary.Cramp],
    _ repetitions: Int
  ) -> SessionSummary.Channel {
    let own = cramps.filter { $0.place.isSame(as: place) }
    let cramped = own.count { $0.movement != nil }
    let tone = tone(place)
    return SessionSummary.Channel(
      place: place,
      count: own.count,
      onsetAfter: SessionMedian.of(own.compactMap(\.onsetAfter)),
      letGo: SessionMedian.of(own.compactMap(\.letGo)),
      peak: own.compactMap(\.peak).max { $0.value < $1.value },
      toneBefore: tone.before,
      toneAfter: tone.after,
      repetitions: repetitions,
      crampsPerRepetition: repetitions == 0 ? nil : Double(cramped) / Double(repetitions)
    )
  }

  /// The tone before the session, else at its beginning, and the last one of a later span.
  private func tone(
    _ place: SessionSummary.Place
  ) -> (before: SessionLevel?, after: SessionLevel?) {
    var before: CrampEvent?
    var within: [CrampEvent] = []
    for span in earlier where isStill(span, place) && isRecent(span) {
      before = span
    }
    for span in events where isStill(span, place) && !isLate(span, span.detected) {
      // The span that the beginning cut is told after it.
      if isRecent(span) { before = span } else { within.append(span) }
    }
    let first = before ?? within.first
    let last = within.last { $0.id != first?.id }
    return (
      first.flatMap { SessionLevel($0, .toneMicrovolts, .tone) },
      last.flatMap { SessionLevel($0, .toneMicrovolts, .tone) }
    )
  }

  /// Whether a span ended not long before the session's beginning.
  private func isRecent(_ span: CrampEvent) -> Bool {
    guard let beginning = clock.moment(session.since, for: span) else { return false }
    return (-Self.tolerance...Self.oldestTone).contains(beginning.seconds(since: span.detected))
  }

  private func isStill(_ event: CrampEvent, _ place: SessionSummary.Place) -> Bool {
    event.type == .tone && place.isSame(as: SessionSummary.Place(event))
      && event.level(.toneMicrovolts, .tone) != nil
  }
}

extension SessionSummary.Place {
  /// Reads where an event was measured.
  init(_ event: CrampEvent) {
    self.init(sensor: event.sensor, channel: event.channel ?? "", modality: event.modality)
  }

  /// Whether both are the same channel of the same sensor.
  func isSame(as other: Self) -> Bool {
    sensor == other.sensor && channel == other.channel
  }
}
