/// Why a suspected contraction was no cramp: the `reason` of `cramp.dismissed`.
public enum DismissalReason: String, Sendable, CaseIterable {
  /// It was over before it had lasted as long as the profile asks.
  case ended
  /// It was above the levels for too little of the time.
  case weak
  /// It fell back towards rest between bursts, as movements do.
  case movement
  /// Its half seconds differed too much from one another.
  case uneven
  /// The signal could not be judged for too much of the time.
  case veto
  /// It came and went together with that of another muscle, as voluntary effort does.
  case coContraction = "co-contraction"
  /// The signal went away for good.
  case signalLost = "signal-lost"
  /// The sensor was taken away.
  case sensorDetached = "sensor-detached"
  /// The daemon stopped.
  case shutdown

  /// What a contraction lacked, by what it was like from its onset to its end.
  ///
  /// - Parameters:
  ///   - window: The contraction.
  ///   - thresholds: Its levels.
  ///   - seconds: How long it lasted.
  ///   - profile: What it was measured against.
  init(
    _ window: ContractionWindow,
    _ thresholds: Thresholds,
    lasted seconds: Double,
    _ profile: Profile
  ) {
    if window.clear < profile.clearShare {
      self = .veto
    } else if seconds < Profile.confirmShare * profile.confirmAfter {
      self = .ended
    } else if !window.isHeld(profile, thresholds) {
      self = .movement
    } else if window.evenness < profile.evenness {
      self = .uneven
    } else if window.aboveOn < profile.occupancyOn || window.aboveOff < profile.occupancyOff {
      self = .weak
    } else {
      self = .ended
    }
  }
}
