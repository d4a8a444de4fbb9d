internal import Glibc

/// What three of the system's clocks show at one moment.
public struct ClockReading: Hashable, Sendable {
  /// Civil time since 1970, which a person or NTP may set.
  public var wall: Duration
  /// Time since the machine started, suspended or not.
  public var boot: Duration
  /// Time since the machine started in which it was not suspended.
  public var awake: Duration

  /// A reading of given times.
  public init(wall: Duration, boot: Duration, awake: Duration) {
    self.wall = wall
    self.boot = boot
    self.awake = awake
  }

  /// The present time.
  ///
  /// A task may be held up between two clocks, which would look like a step of one. So it reads
  /// up to four times and takes the reading that took the least time.
  public static var now: Self {
    var best = attempt()
    for _ in 0..<3 where best.took > .milliseconds(1) {
      let next = attempt()
      if next.took < best.took { best = next }
    }
    return best.reading
  }

  private static func attempt() -> (reading: Self, took: Duration) {
    let before = time(CLOCK_MONOTONIC)
    let reading = Self(wall: time(CLOCK_REALTIME), boot: time(CLOCK_BOOTTIME), awake: before)
    return (reading, time(CLOCK_MONOTONIC) - before)
  }

  private static func time(_ clock: clockid_t) -> Duration {
    var time = timespec()
    // These three exist on every kernel since 2.6.39, so that there is nothing to fail.
    _ = unsafe clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
