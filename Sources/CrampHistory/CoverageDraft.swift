import CrampModel

/// Coverage while its events come in.
struct CoverageDraft {
  private struct Place: Hashable {
    let sensor: String
    let channel: String
  }

  private struct Track {
    /// Where `tone` events say how much could be judged.
    var told: [CoverageSpan] = []
    /// Where nothing but the sensor's presence is known.
    var present: [CoverageSpan] = []
    var faults: [CoverageOfChannel.Fault] = []
    var presentSince: Timestamp?
    /// How many spans were told before that.
    var toldBefore = 0
    var bad: (reason: String, since: Timestamp)?
  }

  /// Seconds by which the times of a live sensor's samples may be off the machine's clock; an
  /// assumption, far above any drift of an hour.
  private static let tolerance = 60.0

  private var runs: [Coverage.Run] = []
  private var runBegan: Timestamp?
  /// The newest time that is known of this run.
  private var heard: Timestamp?
  /// The same of events that the machine's clock tells the time of, and not the samples.
  private var heardByClock: Timestamp?
  private var tracks: [Place: Track] = [:]

  mutating func add(_ event: CrampEvent) {
    switch event.type {
    case .daemonStarted:
      cutRun(before: event.time)
      runBegan = event.time
      heard = event.time
    case .daemonStopped:
      endRun(at: event.time, wasStopped: true)
    case .sensorAttached: attach(event)
    case .sensorDetached, .sensorFailed: detach(event.sensor, at: event.time)
    case .signalBad: beginFault(event)
    case .signalGood: endFault(at: event)
    case .samplesLost: lose(event)
    case .tone: tell(event)
    default: break
    }
    guard let heard else { return }
    // A recording's own time may lie long before that of the run, and a fast one's long after it.
    if event.detected > heard { self.heard = event.detected }
    if event.channel == nil { heardByClock = max(heardByClock ?? event.time, event.time) }
  }

  mutating func finished() -> ([Coverage.Run], [CoverageOfChannel]) {
    endRun(at: heard, wasStopped: false)
    for place in tracks.keys { closeFault(of: place, at: lastSeen(place)) }
    let channels = tracks.map { place, track in
      let told = track.told.disjoint()
      let faults = track.faults.map(\.span).disjoint()
      let present = track.present.disjoint().flatMap { $0.without(told) }
      let judged = present.flatMap { $0.without(faults) }
      let unjudged = present.flatMap { part in
        faults.clipped(to: part.begin..<part.end)
          .map { CoverageSpan(begin: $0.begin, end: $0.end, share: 0) }
      }
      return CoverageOfChannel(
        sensor: place.sensor,
        channel: place.channel,
        spans: (told + judged + unjudged).sorted { $0.begin < $1.begin },
        faults: track.faults
      )
    }
    return (runs, channels.sorted { ($0.sensor, $0.channel) < ($1.sensor, $1.channel) })
  }

  private mutating func endRun(at time: Timestamp?, wasStopped: Bool) {
    if let runBegan, let time {
      runs.append(Coverage.Run(begin: runBegan, end: max(runBegan, time), wasStopped: wasStopped))
    }
    if let time {
      for sensor in Set(tracks.keys.map(\.sensor)) { detach(sensor, at: time) }
    }
    runBegan = nil
    heard = nil
    heardByClock = nil
  }

  /// Ends a run that no event has ended, now that the next one begins.
  private mutating func cutRun(before next: Timestamp) {
    let isAhead = heard.map { $0 > next } ?? false
    endRun(at: isAhead ? heardByClock ?? runBegan : heard, wasStopped: false)
  }

  private mutating func attach(_ event: CrampEvent) {
    guard let sensor = event.sensor else { return }
    detach(sensor, at: event.time)
    guard case .texts(let names) = event[.channels] else { return }
    for name in names {
      var track = tracks.removeValue(forKey: Place(sensor: sensor, channel: name)) ?? Track()
      track.presentSince = event.time
      track.toldBefore = track.told.count
      tracks[Place(sensor: sensor, channel: name)] = track
    }
  }

  private mutating func detach(_ sensor: String?, at time: Timestamp) {
    for place in tracks.keys where place.sensor == sensor {
      guard let since = tracks[place]?.presentSince else { continue }
      if !hasOwnTime(place, since: since, until: time) {
        tracks[place]?.present.append(CoverageSpan(begin: since, end: time))
      }
      tracks[place]?.presentSince = nil
      // The faults of a recording have its own time, which ends with what was told of it.
      let told = tracks[place]?.told.last { $0.end >= tracks[place]?.bad?.since ?? time }
      closeFault(of: place, at: min(time, told?.end ?? time))
    }
  }

  /// Whether the samples of a stay had a time of their own, as of a recording or a fast simulation:
  /// then the machine's clock says nothing of when they were.
  private func hasOwnTime(_ place: Place, since: Timestamp, until: Timestamp) -> Bool {
    guard let track = tracks[place] else { return false }
    let last = max(since, until)
    return track.told.dropFirst(track.toldBefore).contains { span in
      since.seconds(since: span.begin) > Self.tolerance
        || span.end.seconds(since: last) > Self.tolerance
    }
  }

  private func place(of event: CrampEvent) -> Place? {
    event.channel.map { Place(sensor: event.sensor ?? "", channel: $0) }
  }

  private mutating func beginFault(_ event: CrampEvent) {
    guard let place = place(of: event) else { return }
    closeFault(of: place, at: event.time)
    tracks[place, default: Track()].bad = (event.text(.reason) ?? "other", event.time)
  }

  private mutating func endFault(at event: CrampEvent) {
    guard let place = place(of: event) else { return }
    closeFault(of: place, at: event.time)
  }

  private mutating func closeFault(of place: Place, at time: Timestamp) {
    guard let bad = tracks[place]?.bad else { return }
    let span = CoverageSpan(begin: bad.since, end: time)
    tracks[place]?.faults.append(.init(reason: bad.reason, span: span))
    tracks[place]?.bad = nil
  }

  private mutating func lose(_ event: CrampEvent) {
    guard let seconds = event.number(.duration), seconds > 0 else { return }
    let span = CoverageSpan(begin: event.time, end: event.time.advanced(bySeconds: seconds))
    // Without a channel it is about all of the sensor's.
    for place in tracks.keys
    where place.sensor == event.sensor ?? "" && event.channel ?? place.channel == place.channel {
      tracks[place]?.faults.append(.init(reason: "samples-lost", span: span))
    }
  }

  private mutating func tell(_ event: CrampEvent) {
    guard let place = place(of: event), let seconds = event.number(.duration), seconds > 0 else {
      return
    }
    let span = CoverageSpan(
      begin: event.time,
      end: event.time.advanced(bySeconds: seconds),
      share: event.number(.clear) ?? 1
    )
    tracks[place, default: Track()].told.append(span)
  }

  /// The latest time that a channel is known to have been there.
  private func lastSeen(_ place: Place) -> Timestamp {
    guard let track = tracks[place] else { return .epoch }
    let ends = (track.told + track.present).map(\.end)
    return ends.max() ?? track.bad?.since ?? .epoch
  }
}
