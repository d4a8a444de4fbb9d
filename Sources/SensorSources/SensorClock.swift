/// The continuous clock, with sleeps on the sensor's own thread where the task has one.
struct SensorClock: Clock {
  typealias Instant = ContinuousClock.Instant

  var now: Instant { .now }
  var minimumResolution: Duration { ContinuousClock().minimumResolution }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    guard let thread = SensorThread.current else {
      return try await ContinuousClock().sleep(until: deadline, tolerance: tolerance)
    }
    try await thread.sleep(until: deadline)
  }
}
