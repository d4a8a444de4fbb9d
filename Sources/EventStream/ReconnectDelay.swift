import CrampModel

/// How long to wait before each new attempt: decorrelated jitter, so that many clients of a
/// daemon that comes back do not all come at once.
///
/// Each delay lies between the first and three times the one before, as in Brooker, "Exponential
/// Backoff And Jitter" (2015).
public struct ReconnectDelay: Hashable, Sendable {
  /// The first delay: a daemon that is started by its socket is back at once.
  public static let shortest = Duration.milliseconds(50)
  /// An assumption: nobody minds to hear of a daemon 10 s after it is back.
  public static let longest = Duration.seconds(10)

  private let shortest: Duration
  private let longest: Duration
  private var last: Duration?
  private var random: UInt64

  /// Begins with the shortest delay.
  ///
  /// - Parameters:
  ///   - shortest: The first delay and the least of all.
  ///   - longest: The most of all.
  ///   - seed: The delays are the same for the same seed.
  public init(
    shortest: Duration = shortest,
    longest: Duration = longest,
    seed: UInt64 = .random(in: .min ... .max)
  ) {
    self.shortest = shortest
    self.longest = longest
    random = seed
  }

  /// The next delay.
  ///
  /// - Returns: The delay, from the shortest to the longest.
  public mutating func next() -> Duration {
    var delay = shortest
    if let last {
      var generator = SplitMix64(seed: random)
      random = generator.next()
      delay += max(.zero, last * 3 - shortest) * generator.uniform()
    }
    delay = min(delay, longest)
    last = delay
    return delay
  }

  /// Begins again with the shortest delay: the server is well.
  public mutating func reset() {
    last = nil
  }
}
