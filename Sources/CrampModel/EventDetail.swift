/// A member of an event beyond those that every event may have.
///
/// The order of the cases is the order in which members are written. Units are in the names.
public enum EventKey: String, Sendable, CaseIterable, Hashable {
  /// How sure the detector is, 0...1.
  case confidence
  /// RMS over the window that decided, in microvolts.
  case rmsMicrovolts = "rms_uv"
  /// RMS over the window that decided, in ``unit``, where the channel has no physical scale.
  case rms
  /// Mean RMS of the episode, in microvolts.
  case meanMicrovolts = "mean_uv"
  /// Mean RMS of the episode, in ``unit``, where the channel has no physical scale.
  case mean
  /// Highest RMS of the episode, in microvolts.
  case peakMicrovolts = "peak_uv"
  /// Highest RMS of the episode, in ``unit``, where the channel has no physical scale.
  case peak
  /// The resting RMS that it was measured against, in microvolts.
  case restMicrovolts = "rest_uv"
  /// The resting RMS that it was measured against, in ``unit``, where there is no physical scale.
  case rest
  /// The level above which a contraction begins to count, in microvolts.
  case onMicrovolts = "on_uv"
  /// The level above which a contraction begins to count, in ``unit``.
  case on
  /// The level below which a contraction no longer counts, in microvolts.
  case offMicrovolts = "off_uv"
  /// The level below which a contraction no longer counts, in ``unit``.
  case off
  /// Median of the resting tone while the muscle was still, in microvolts.
  case toneMicrovolts = "tone_uv"
  /// Median of the resting tone while the muscle was still, in ``unit``.
  case tone
  /// Median of the level, still or not, in microvolts.
  case levelMicrovolts = "level_uv"
  /// Median of the level, still or not, in ``unit``.
  case level
  /// The resting tone that is usual for this person, in microvolts.
  case usualMicrovolts = "usual_uv"
  /// The resting tone that is usual for this person, in ``unit``.
  case usual
  /// The resting tone before a session, in microvolts.
  case toneBeforeMicrovolts = "tone_before_uv"
  /// The resting tone before a session, in ``unit``.
  case toneBefore = "tone_before"
  /// The resting tone after a session, in microvolts.
  case toneAfterMicrovolts = "tone_after_uv"
  /// The resting tone after a session, in ``unit``.
  case toneAfter = "tone_after"
  /// The unit of the levels that have no unit in their names.
  case unit
  /// The resting tone over what is usual, a ratio.
  case toneRatio = "tone_ratio"
  /// RMS over the resting RMS, a ratio.
  case restRatio = "rest_ratio"
  /// Highest RMS of the episode over the resting RMS, a ratio.
  case peakRatio = "peak_ratio"
  /// Integral over the episode of RMS over resting RMS, less one, in seconds.
  case areaRatio = "area_ratio_s"
  /// RMS in per cent of the calibrated maximum voluntary contraction.
  case mvcPercent = "mvc_percent"
  /// Highest RMS of the episode in per cent of the calibrated maximum voluntary contraction.
  case peakMVCPercent = "peak_mvc_percent"
  /// The id of the calibration that the per cent rest on, or that was made.
  case calibration
  /// Median frequency of the spectrum, in hertz.
  case medianFrequency = "median_frequency_hz"
  /// 10th over 50th centile of the 100 ms RMS over the trailing window: how far it falls back.
  case valley
  /// 10th over 90th centile of the 500 ms RMS since the onset, over 20 s at most.
  case evenness
  /// Share of the window above the on level, 0...1.
  case aboveOn = "above_on"
  /// Share of the window above the off level, 0...1.
  case aboveOff = "above_off"
  /// Share of the window in which the signal could be judged, 0...1.
  case clear
  /// Length of the window that decided, in seconds.
  case window = "window_s"
  /// The quality verdicts did not veto, but the signal was poor for part of the time.
  case degraded
  /// Length, in seconds.
  case duration = "duration_s"
  /// For how long the muscle was still and its tone could be judged, in seconds.
  case still = "still_s"
  /// From the cue to contract, else from the beginning of the session, to the onset, in seconds.
  case onsetAfter = "onset_after_s"
  /// From the cue to relax, else from the decision that it is a cramp, to the release, in seconds.
  case letGo = "let_go_s"
  /// How much stronger the contraction is here than on the strongest other channel: -1, only
  /// there, to 1, only here.
  case localisation
  /// The channel that contracted before this one and still does.
  case spreadFrom = "spread_from"
  /// The channels that began to contract together with this one.
  case coActive = "co_active"
  /// The chain of muscles.
  case chain
  /// The channel whose work another takes over.
  case from
  /// The channel's share of the chain's work in the last minute of work, in per cent.
  case sharePercent = "share_percent"
  /// The same at the beginning of the session, in per cent.
  case shareBeforePercent = "share_before_percent"
  /// Slope of the median frequency of ``from``, in per cent of its beginning per minute.
  case slope = "slope_percent_per_min"
  /// Whether the rule behind the event rests on assumptions and may change.
  case experimental
  /// How an episode ended, `abrupt` or `gradual`; of a session `practice`, `exercise`, `night` or
  /// `other`.
  case kind
  /// Why something happened, one of the words of the interface.
  case reason
  /// What a warning rests on.
  case cause
  /// How strong a warning is.
  case score
  /// The sensor's family.
  case driver
  /// Names of channels.
  case channels
  /// Samples per second, in hertz.
  case rate = "rate_hz"
  /// How many.
  case count
  /// How often a movement was repeated in a session.
  case repetitions
  /// Cramps for each repetition of a movement.
  case crampsPerRepetition = "cramps_per_repetition"
  /// Seconds that a clock moved.
  case offset = "offset_s"
  /// Words for a person.
  case message
  /// What a person wrote.
  case text
  /// What a mark asks of the person: `contract`, `relax`, `repetition` or another word.
  case cue
  /// The name of a session, or of the movement that a mark is about.
  case name
  /// The identity of a session: that of the event that began it.
  case session
  /// What a person says of an episode: `confirmed`, `false-alarm` or `missed`.
  case verdict
  /// How severe a person says the cramp was, 0...10.
  case severity
  /// How much a person says that it disturbed sleep, 0...10.
  case sleepDisturbance = "sleep_disturbance"
  /// The side of the body: `left`, `right` or `both`.
  case side
  /// The muscle, in a person's words.
  case muscle
  /// The profile that decided.
  case profile
  /// The version of the detector that decided.
  case detector
  /// Version of the daemon.
  case version
}

/// The value of an event's member.
public enum EventValue: Hashable, Sendable {
  /// A number; never NaN or infinite.
  case number(Double)
  /// A whole number.
  case count(Int64)
  /// A string.
  case text(String)
  /// A list of strings.
  case texts([String])
  /// True or false.
  case flag(Bool)
}

/// One member of an event: its name and its value.
public struct EventDetail: Hashable, Sendable {
  /// The name.
  public let key: EventKey
  /// The value.
  public let value: EventValue

  /// Names a value.
  public init(_ key: EventKey, _ value: EventValue) {
    self.key = key
    self.value = value
  }

  /// A number rounded to `decimals` decimals; `nil` if it is NaN or infinite.
  public static func rounded(_ key: EventKey, _ number: Double, decimals: Int = 1) -> Self? {
    guard number.isFinite else { return nil }
    var scale = 1.0
    for _ in 0..<decimals {
      scale *= 10
    }
    let scaled = (number * scale).rounded()
    return Self(key, .number(scaled.isFinite ? scaled / scale : number))
  }
}
