/// When an event came to pass within the daemon, by the clock that nobody sets.
public struct EventTiming: Hashable, Sendable {
  /// When the samples came that decided it.
  public let arrived: ContinuousClock.Instant
  /// When it was decided.
  public let decided: ContinuousClock.Instant
  /// When it was durable; `nil` before.
  var durable: ContinuousClock.Instant?

  /// The timing of an event that is decided.
  public init(arrived: ContinuousClock.Instant, decided: ContinuousClock.Instant) {
    self.arrived = arrived
    self.decided = decided
  }
}
