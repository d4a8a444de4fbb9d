/// What a stretch of time was like: shares are 0...1.
struct ContractionWindow: Sendable, Equatable {
  /// Share above the off level.
  var aboveOff = 0.0
  /// Share above the on level.
  var aboveOn = 0.0
  /// Share without a veto.
  var clear = 0.0
  /// How far the 100 ms RMS falls back to rest: its 15th over its 85th centile, both over rest.
  var valley = 0.0
  /// How often the RMS over 200 ms came back to rest.
  var dips = 0
  /// How many hops ago it first did.
  var firstDip: Int?
  /// Highest 100 ms RMS.
  var peak = 0.0
  /// RMS.
  var rms = 0.0
  /// Mean steady level.
  var mean = 0.0
  /// 10th over 90th centile of the steady level since the onset.
  var evenness = 0.0
  /// Length in seconds.
  var seconds = 0.0

  /// Whether it was one continuous contraction.
  func isContraction(_ profile: Profile, _ thresholds: Thresholds) -> Bool {
    aboveOff >= profile.occupancyOff && aboveOn >= profile.occupancyOn
      && clear >= profile.clearShare && isHeld(profile, thresholds)
  }

  /// Whether it did not fall back to rest as movements do.
  func isHeld(_ profile: Profile, _ thresholds: Thresholds) -> Bool {
    let isWeak = thresholds.isWeak(mean, profile)
    return (isWeak || valley >= profile.valley)
      && Double(dips) <= (isWeak ? profile.weakDips : profile.dips)
  }
}
