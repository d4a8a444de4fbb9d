internal import CrampModel

/// Judges one channel by what it measures: exactly one of the two detectors is there.
struct SensorDetector: Sendable {
  // An enumeration would have to be copied out and in for each hop.
  private var emg: ChannelDetector?
  private var pressure: PressureDetector?

  /// Prepares for a channel.
  init(_ channel: ChannelDescription, _ profile: Profile, rest: CalibratedRest? = nil) {
    switch channel.modality {
    case .emg, .envelope: emg = ChannelDetector(channel, profile, rest: rest)
    case .pressure, .force: pressure = PressureDetector(channel, PressureProfile(for: profile))
    }
  }

  /// The levels in force; `nil` until rest has been seen.
  var thresholds: Thresholds? { emg?.thresholds ?? pressure?.thresholds }

  /// The resting level; `nil` while it is unknown or the channel cannot be judged.
  var restingLevel: Double? { emg?.restingLevel ?? pressure?.thresholds?.rest }

  /// Whether a hop that was just taken in could be judged.
  func isJudged(_ row: FeatureRow) -> Bool { emg?.isJudged(row) ?? row.isValid }

  /// Describes the hop that was just taken in.
  func trace(of row: FeatureRow, channel: Int) -> ChannelTrace {
    if let emg { return emg.trace(of: row, channel: channel) }
    var trace = ChannelTrace(row, channel: channel)
    trace.levels = thresholds.map { .init(rest: $0.rest, on: $0.on, off: $0.off) }
    trace.phase = openContraction == nil ? .quiet : .cramping
    return trace
  }

  /// Describes the hop that was just taken in by what its resting tone is measured by.
  func toneHop(of row: FeatureRow) -> ToneHop {
    ToneHop(
      row: row,
      rest: thresholds?.rest,
      on: thresholds?.on,
      isContracted: openContraction != nil,
      isJudged: emg?.isJudged(row) ?? pressure?.isObserved(row) ?? false
    )
  }

  /// The cramp that is open.
  var openContraction: Contraction? {
    switch emg?.state {
    case .cramping(let contraction), .falling(let contraction, _): contraction
    case .quiet, .rising, nil: pressure?.openContraction
    }
  }

  /// Whether nothing is open, suspected or about to be.
  var isSettled: Bool { emg?.isSettled ?? pressure?.isSettled ?? true }

  /// Judges by another profile from now on; only while it is settled.
  mutating func use(_ profile: Profile) {
    emg?.use(profile)
    pressure?.use(PressureProfile(for: profile))
  }

  /// Takes in one hop; changes are appended in the order in which they are to be told.
  mutating func advance(_ row: FeatureRow, into changes: inout [ChannelChange]) {
    emg?.advance(row, into: &changes)
    pressure?.advance(row, into: &changes)
  }

  /// Ends the stream.
  mutating func finish(into changes: inout [ChannelChange]) {
    emg?.finish(into: &changes)
    pressure?.finish(into: &changes)
  }
}
