public import CrampModel

/// Turns the feature rows of all channels of one stream into events.
///
/// Rows come hop by hop, all channels of a hop before the next hop. The answer depends on the
/// rows alone. A cramp seen on several channels at a time is one episode.
public struct CrampDetector: Sendable {
  private var stream: StreamDescription
  private var profile: Profile
  private var identity: DetectorIdentity
  private var channels: [SensorDetector]
  private var comparison: ChannelComparison
  private var calibrations: [Calibration?]
  private var episodes: [EventID?]
  private var isConfirmed: [Bool]
  private var courses: [LevelCourse]
  private var shared: [SharedContraction?]
  private var changes: [ChannelChange] = []
  private var numberOfIDs: UInt64 = 0
  private var hop = -1

  /// A detector for a stream.
  ///
  /// - Parameters:
  ///   - stream: Its channels.
  ///   - profile: The constants.
  ///   - identity: Where the identities of events come from.
  ///   - calibrations: Those of this sensor; the last that fits a channel counts.
  public init(
    stream: StreamDescription,
    profile: Profile,
    identity: DetectorIdentity = .derived,
    calibrations: [Calibration] = []
  ) {
    self.stream = stream
    self.profile = profile
    self.identity = identity
    self.calibrations = stream.channels.map { calibrations.last(for: $0) }
    channels = zip(stream.channels, self.calibrations).map {
      SensorDetector($0, profile, rest: $1.map(CalibratedRest.init(_:)))
    }
    comparison = ChannelComparison(stream: stream)
    episodes = Array(repeating: nil, count: channels.count)
    isConfirmed = Array(repeating: false, count: channels.count)
    courses = Array(repeating: LevelCourse(), count: channels.count)
    shared = Array(repeating: nil, count: channels.count)
  }

  /// The resting level of a channel at its last hop; `nil` while it is unknown or the channel
  /// cannot be judged.
  ///
  /// - Parameter channel: The channel's index in the stream.
  /// - Returns: An RMS in the channel's unit.
  public func restingLevel(of channel: Int) -> Double? {
    channels[channel].verdict.restingLevel
  }

  /// Uses other calibrations from now on; what is known of rest by now stays.
  ///
  /// - Parameter calibrations: Those of this sensor; the last that fits a channel counts.
  public mutating func use(_ calibrations: [Calibration]) {
    self.calibrations = stream.channels.map { calibrations.last(for: $0) }
  }

  /// Whether no episode is open on any channel, nor about to be.
  public var isSettled: Bool {
    episodes.allSatisfy { $0 == nil } && channels.allSatisfy(\.isSettled)
  }

  /// Goes on with other names and another profile; only while it is settled.
  ///
  /// What is known of rest stays, but on channels of pressure and force whose profile changed.
  ///
  /// - Parameters:
  ///   - stream: The same channels, perhaps with other names, muscles and chains.
  ///   - profile: The constants.
  public mutating func adopt(_ stream: StreamDescription, _ profile: Profile) {
    precondition(isSettled, "an episode ends under the profile that it began under")
    precondition(stream.channels.count == channels.count, "the channels are the same")
    self.stream = stream
    guard profile != self.profile else { return }
    self.profile = profile
    for channel in channels.indices { channels[channel].use(profile) }
  }

  /// Takes in the row of one channel.
  ///
  /// - Parameters:
  ///   - row: The hop's features.
  ///   - channel: The channel's index in the stream.
  ///   - events: Where events are appended.
  public mutating func advance(
    _ row: FeatureRow,
    channel: Int,
    into events: inout [CrampEvent]
  ) {
    hop = row.hop
    channels[channel].advance(row, into: &changes)
    comparison.advance(row, channel: channel, rest: channels[channel].verdict.restingLevel)
    courses[channel].advance(row, isJudged: channels[channel].verdict.isJudged)
    if !changes.isEmpty { tell(channel, row, &events) }
    guard shared[channel] != nil, let event = remaining(channel, row) else { return }
    events.append(event)
  }

  /// What a channel made of the row that it has just taken in.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - channel: The channel's index in the stream.
  /// - Returns: The state behind the row.
  public func trace(of row: FeatureRow, channel: Int) -> ChannelTrace {
    channels[channel].trace(of: row, channel: channel)
  }

  /// What the resting tone of a channel is measured by, in the row that it has just taken in.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - channel: The channel's index in the stream.
  /// - Returns: The hop.
  public func toneHop(of row: FeatureRow, channel: Int) -> ToneHop {
    channels[channel].toneHop(of: row)
  }

  /// Ends the stream.
  ///
  /// - Parameters:
  ///   - end: Why; a recording that is over leaves its open cramps open.
  ///   - events: Where events are appended.
  public mutating func finish(_ end: StreamEnd, into events: inout [CrampEvent]) {
    let row = FeatureRow(hop: hop, shortRMS: 0, level: 0)
    for channel in channels.indices {
      channels[channel].finish(into: &changes)
      tell(channel, row, &events)
      guard let reason = end.reason, episodes[channel] != nil else { continue }
      events.append(endOpen(channel, reason, row))
    }
  }

  /// Tells what changed on a channel.
  private mutating func tell(_ channel: Int, _ row: FeatureRow, _ events: inout [CrampEvent]) {
    for index in changes.indices {
      if let event = event(changes[index], channel, row) { events.append(event) }
    }
    changes.removeAll(keepingCapacity: true)
  }

  private mutating func event(
    _ change: ChannelChange,
    _ channel: Int,
    _ row: FeatureRow
  ) -> CrampEvent? {
    switch change {
    case .muscle(.suspected(let onset, let window)):
      return opening(.crampSuspected, onset, window, channel, row)
    case .muscle(.confirmed(let onset, let window)):
      if isShared(channel) {
        shared[channel] = SharedContraction(onset: onset, window: window)
        return nil
      }
      isConfirmed[channel] = true
      return opening(.crampOnset, onset, window, channel, row)
    case .muscle(.dismissed(let onset, let end, let reason, let window)):
      var evidence = evidence(channel, channels[channel].thresholds)
      evidence?.add(reason, lasted: Double(end - onset) * FeatureRow.hopSeconds, window)
      return closing(.crampDismissed, start(onset), channel, row, evidence?.details ?? [])
    case .muscle(.released(_, let end, _)) where shared[channel] != nil,
      .signalLost(_, let end) where shared[channel] != nil:
      return dismissal(ofSharedUntil: end, channel, row)
    case .muscle(.released(let contraction, let end, let isAbrupt)):
      let kind = EventDetail(.kind, .text(isAbrupt ? "abrupt" : "gradual"))
      return release(contraction, end, "relaxed", [kind], channel, row)
    case .signalLost(let contraction, let lastSeen):
      return release(contraction, lastSeen + 1, "signal-lost", [], channel, row)
    case .warning(.raised(let warning)):
      var details = [EventDetail(.profile, .text(profile.name))]
      warning.describe(into: &details)
      return make(.crampWarning, time(row.end), channel, row, details)
    case .warning(.cleared):
      return make(.crampWarningCleared, time(row.end), channel, row, [])
    case .spasm(let spasm):
      var details = [EventDetail(.profile, .text(profile.name))]
      spasm.describe(into: &details)
      return make(.spasm, start(spasm.onset), channel, row, details)
    case .health(.bad(let reason)):
      return make(.signalBad, time(row.end), channel, row, [EventDetail(.reason, .text(reason))])
    case .health(.good):
      return make(.signalGood, time(row.end), channel, row, [])
    case .unobserved(let reason):
      let detail = EventDetail(.reason, .text(reason))
      return make(.crampUnobserved, time(row.end), channel, row, [detail], episodes[channel])
    case .observed:
      return make(.crampObserved, time(row.end), channel, row, [], episodes[channel])
    case .lost(let samples, let first, _):
      let seconds = Double(samples) / stream.channels[channel].rate.value
      let details = [
        EventDetail(.count, .count(Int64(samples))),
        EventDetail.rounded(.duration, seconds, decimals: 6),
      ]
      return make(.samplesLost, start(first), channel, row, details.compactMap { $0 })
    }
  }

  /// Whether the will may be at work: another muscle contracts, and began together with this one.
  private func isShared(_ channel: Int) -> Bool {
    guard profile.waitsForOthers, let place = comparison.localisation(of: channel) else {
      return false
    }
    return place.isCoContraction && place.index < Self.alone
  }

  /// Tells a cramp that goes on alone when what it began with has let go for 3 s.
  private mutating func remaining(_ channel: Int, _ row: FeatureRow) -> CrampEvent? {
    guard var contraction = shared[channel] else { return nil }
    let isAlone = comparison.isContracting(channel) && !comparison.isAccompanied(channel)
    contraction.alone = isAlone ? contraction.alone + 1 : 0
    shared[channel] = contraction
    guard contraction.alone >= 3 * FeatureRow.hopsPerSecond else { return nil }
    shared[channel] = nil
    isConfirmed[channel] = true
    return opening(.crampOnset, contraction.onset, contraction.window, channel, row)
  }

  /// Localisation index above which the other channel's part does not count.
  ///
  /// It has less than a fifth then, which is of the order of crosstalk; our assumption.
  private static let alone = 0.67

  private mutating func dismissal(
    ofSharedUntil end: Int,
    _ channel: Int,
    _ row: FeatureRow
  ) -> CrampEvent? {
    guard let contraction = shared[channel] else { return nil }
    shared[channel] = nil
    var evidence = evidence(channel, channels[channel].thresholds)
    let seconds = Double(end - contraction.onset) * FeatureRow.hopSeconds
    evidence?.add(.coContraction, lasted: seconds, contraction.window)
    let details = evidence?.details ?? []
    guard episodes[channel] != nil else { return nil }
    return closing(.crampDismissed, start(contraction.onset), channel, row, details)
  }

  private mutating func opening(
    _ type: EventType,
    _ onset: Int,
    _ window: ContractionWindow,
    _ channel: Int,
    _ row: FeatureRow
  ) -> CrampEvent {
    if episodes[channel] == nil {
      episodes[channel] = episodes.lazy.compactMap { $0 }.first ?? nextID("episode", row)
    }
    var evidence = evidence(channel, channels[channel].thresholds)
    evidence?.add(window, row)
    var details = evidence?.details ?? []
    comparison.localisation(of: channel)?.describe(in: stream, into: &details)
    return make(type, start(onset), channel, row, details, episodes[channel])
  }

  private mutating func closing(
    _ type: EventType,
    _ time: Timestamp,
    _ channel: Int,
    _ row: FeatureRow,
    _ details: [EventDetail]
  ) -> CrampEvent {
    let episode = episodes[channel]
    episodes[channel] = nil
    isConfirmed[channel] = false
    return make(type, time, channel, row, details, episode)
  }

  private mutating func release(
    _ contraction: Contraction,
    _ end: Int,
    _ reason: String,
    _ more: [EventDetail],
    _ channel: Int,
    _ row: FeatureRow
  ) -> CrampEvent {
    let seconds = Double(end - contraction.onset) * FeatureRow.hopSeconds
    var details = more + [EventDetail(.reason, .text(reason))]
    details += [.rounded(.duration, seconds, decimals: 2)].compactMap { $0 }
    var evidence = evidence(channel, contraction.thresholds)
    evidence?.add(peak: contraction.peak, courses[channel].total(from: contraction.onset, to: end))
    details += evidence?.details ?? []
    return closing(.crampRelease, start(end), channel, row, details)
  }

  private mutating func endOpen(
    _ channel: Int,
    _ reason: String,
    _ row: FeatureRow
  ) -> CrampEvent {
    guard let contraction = channels[channel].openContraction, shared[channel] == nil else {
      return dismissal(reason, channel, row)
    }
    return release(contraction, row.hop + 1, reason, [], channel, row)
  }

  private mutating func dismissal(
    _ reason: String,
    _ channel: Int,
    _ row: FeatureRow
  ) -> CrampEvent {
    var details = [EventDetail(.reason, .text(reason))]
    EventEvidence.addDecider(profile, to: &details)
    return closing(.crampDismissed, time(row.end), channel, row, details)
  }

  private func evidence(_ channel: Int, _ thresholds: Thresholds?) -> EventEvidence? {
    thresholds.map {
      EventEvidence(
        stream.channels[channel],
        thresholds: $0,
        profile: profile,
        calibration: calibrations[channel]
      )
    }
  }

  private mutating func make(
    _ type: EventType,
    _ time: Timestamp,
    _ channel: Int,
    _ row: FeatureRow,
    _ details: [EventDetail],
    _ episode: EventID? = nil
  ) -> CrampEvent {
    CrampEvent(
      id: nextID(type.rawValue, row),
      type: type,
      time: time,
      detected: self.time(row.end),
      sensor: stream.sensor,
      channel: stream.channels[channel].name,
      modality: stream.channels[channel].modality,
      episode: episode,
      details: details
    )
  }

  private mutating func nextID(_ subject: String, _ row: FeatureRow) -> EventID {
    numberOfIDs += 1
    return identity.next(
      sensor: stream.sensor,
      subject: subject,
      number: numberOfIDs,
      time: time(row.end)
    )
  }

  private func start(_ hop: Int) -> Timestamp {
    time(Double(max(0, hop)) * FeatureRow.hopSeconds)
  }

  private func time(_ seconds: Double) -> Timestamp {
    stream.start.advanced(bySeconds: seconds)
  }
}
