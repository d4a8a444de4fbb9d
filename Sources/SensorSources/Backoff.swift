/// Ever longer waits between attempts to open a device that is there.
struct Backoff: Sendable {
  private static let waits: [Duration] = [
    .milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2), .seconds(5), .seconds(10),
    .seconds(30),
  ]
  private var attempts = 0

  /// The wait before the next attempt; the last one is used for ever.
  mutating func next() -> Duration {
    defer { attempts += 1 }
    return Self.waits[min(attempts, Self.waits.count - 1)]
  }

  /// Begins with the shortest wait again.
  mutating func reset() {
    attempts = 0
  }
}
