/// How fast a recording or a simulation plays.
public enum Pace: Hashable, Sendable {
  /// As many seconds of samples per second; 1 is real time. Always above 0 and finite.
  case speed(Double)
  /// As fast as the machine can.
  case unlimited

  /// Reads `max` or a number above 0; anything else gives `nil`.
  public init?(_ text: String) {
    if text == "max" {
      self = .unlimited
      return
    }
    guard let speed = Double(text), speed > 0, speed.isFinite else { return nil }
    self = .speed(speed)
  }

  /// Seconds of samples in one block: one hop of the detector in real time, up to a second.
  var blockSeconds: Double {
    switch self {
    case .speed(let speed): min(1, max(0.05, 0.05 * speed))
    case .unlimited: 1
    }
  }
}

/// Waits until samples are due.
struct Pacer<C: Clock>: Sendable where C.Duration == Duration {
  private let clock: C
  private let pace: Pace
  private var start: C.Instant?
  /// Until when was waited last; `nil` if nobody waits.
  private(set) var due: C.Instant?

  init(clock: C, pace: Pace) {
    self.clock = clock
    self.pace = pace
  }

  /// Waits until `seconds` of the stream have passed since the first call.
  mutating func wait(until seconds: Double) async throws {
    guard case .speed(let speed) = pace else {
      try Task.checkCancellation()
      await Task.yield()
      return
    }
    let begin = start ?? clock.now
    start = begin
    let end = begin.advanced(by: .seconds(seconds / speed))
    due = end
    try await clock.sleep(until: end, tolerance: nil)
  }
}
