internal import CrampModel

/// Judges one channel by what it measures: exactly one of the two detectors is there.
struct SensorDetector: Sendable {
  // An enumeration would have to be copied out and in for each hop; so would what is read of one.
  private var emg: ChannelDetector?
  private var pressure: PressureDetector?
  /// What the last hop came to.
  private(set) var verdict = HopVerdict()

  /// Prepares for a channel.
  init(_ channel: ChannelDescription, _ profile: Profile, rest: CalibratedRest? = nil) {
    switch channel.modality {
    case .emg, .envelope: emg = ChannelDetector(channel, profile, rest: rest)
    case .pressure, .force: pressure = PressureDetector(channel, PressureProfile(for: profile))
    }
  }

  /// The levels in force; `nil` until rest has been seen.
  var thresholds: Thresholds? { emg?.thresholds ?? pressure?.thresholds }

  /// Describes the hop that was just taken in.
  func trace(of row: FeatureRow, channel: Int) -> ChannelTrace {
    var trace = ChannelTrace(row, channel: channel)
    trace.levels = verdict.levelsInForce
    trace.phase = verdict.phase
    trace.fault = verdict.fault
    trace.veto = verdict.veto
    return trace
  }

  /// Describes the hop that was just taken in by what its resting tone is measured by.
  func toneHop(of row: FeatureRow) -> ToneHop {
    ToneHop(
      row: row,
      rest: verdict.thresholds?.rest,
      on: verdict.thresholds?.on,
      isContracted: verdict.isContracted,
      isJudged: verdict.isObserved
    )
  }

  /// The cramp that is open.
  var openContraction: Contraction? { emg?.contraction ?? pressure?.openContraction }

  /// Whether nothing is open, suspected or about to be.
  var isSettled: Bool { emg?.isSettled ?? pressure?.isSettled ?? true }

  /// Judges by another profile from now on; only while it is settled.
  mutating func use(_ profile: Profile) {
    emg?.use(profile)
    pressure?.use(PressureProfile(for: profile))
  }

  /// Takes in one hop; changes are appended in the order in which they are to be told.
  mutating func advance(_ row: FeatureRow, into changes: inout [ChannelChange]) {
    emg?.advance(row, into: &changes, &verdict)
    pressure?.advance(row, into: &changes, &verdict)
  }

  /// Ends the stream.
  mutating func finish(into changes: inout [ChannelChange]) {
    emg?.finish(into: &changes)
    pressure?.finish(into: &changes)
  }
}
