import CrampHistory
import CrampModel

/// Which events a command is run for: on the person's terms; knows no clock.
struct AlertGate {
  /// What becomes of an event.
  enum Verdict: Hashable {
    /// The command is run; so many were held back since the last one.
    case run(suppressed: Int)
    /// It comes in a quiet hour.
    case quiet
    /// There were too many lately.
    case tooMany
    /// It is less sure than is wanted.
    case unsure
  }

  private let quiet: [QuietHours]
  private let leastConfidence: Double?
  private var limit: RateLimit?
  /// How many were held back since the last run.
  private(set) var suppressed: Int

  init(
    limit: RateLimit? = nil,
    quiet: [QuietHours] = [],
    leastConfidence: Double? = nil,
    suppressed: Int = 0
  ) {
    self.limit = limit
    self.quiet = quiet
    self.leastConfidence = leastConfidence
    self.suppressed = suppressed
  }

  /// Decides about an event.
  ///
  /// - Parameters:
  ///   - event: The event; one that says nothing of confidence is as sure as it gets.
  ///   - now: Seconds from any beginning that stays the same.
  ///   - minute: The minute of the day, by this machine's clocks.
  /// - Returns: What becomes of it.
  mutating func judge(_ event: CrampEvent, at now: Double, minute: Int) -> Verdict {
    if let least = leastConfidence, let confidence = event.number(.confidence), confidence < least {
      return .unsure
    }
    if quiet.contains(where: { $0.contains(minute) }) {
      suppressed += 1
      return .quiet
    }
    guard limit?.admits(at: now) ?? true else {
      suppressed += 1
      return .tooMany
    }
    defer { suppressed = 0 }
    return .run(suppressed: suppressed)
  }
}
