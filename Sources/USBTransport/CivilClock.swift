import CrampModel
import Glibc

/// Turns instants into civil time by one comparison of the two clocks, so that order and distances
/// of instants stay as they are.
struct CivilClock: Sendable {
  private let instant: ContinuousClock.Instant
  private let time: Timestamp

  /// Compares the clocks several times; the quickest comparison has not been interrupted.
  init() {
    var best = Self.compare()
    for _ in 0..<8 {
      let other = Self.compare()
      if other.uncertainty < best.uncertainty { best = other }
    }
    instant = best.instant
    time = best.time
  }

  /// The civil time that an instant was, by the clock as it was set at the comparison.
  func time(of other: ContinuousClock.Instant) -> Timestamp {
    time.advanced(bySeconds: instant.duration(to: other) / .seconds(1))
  }

  private static func compare() -> (
    instant: ContinuousClock.Instant, time: Timestamp, uncertainty: Duration
  ) {
    let before = ContinuousClock.now
    var wall = timespec()
    clock_gettime(CLOCK_REALTIME, &wall)
    let uncertainty = before.duration(to: .now)
    let time = Timestamp(
      microseconds: Int64(wall.tv_sec) * 1_000_000 + Int64(wall.tv_nsec) / 1_000
    )
    return (before.advanced(by: uncertainty / 2), time, uncertainty)
  }
}
