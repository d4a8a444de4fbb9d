import CrampModel

/// A point in time as the monitor knows it.
struct MonitorMoment {
  /// Seconds on a clock that nobody sets; where it begins means nothing.
  var seconds: Double
  /// The civil time of this machine.
  var wall: Timestamp
}
