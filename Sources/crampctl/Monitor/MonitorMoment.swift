import CrampModel

/// A point in time as the monitor knows it.
struct MonitorMoment {
  /// Seconds on a clock that nobody sets; where it begins means nothing.
  var seconds: Double
  /// The civil time of this machine.
  var wall: Timestamp
}

extension Timestamp {
  /// Seconds since an earlier point in time; negative if it is a later one.
  func seconds(since earlier: Self) -> Double {
    Double(microseconds) / 1e6 - Double(earlier.microseconds) / 1e6
  }
}
