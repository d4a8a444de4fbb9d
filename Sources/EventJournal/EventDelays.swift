public import CrampModel
import Synchronization

/// How long events of sensors took from the samples that decided them to subscribers.
///
///     samples ──decision──▶ decided ──writing──▶ durable ──delivery──▶ handed to the kernel
///        └───────────────────────────whole───────────────────────────────▲
public final class EventDelays: Sendable {
  /// The parts of the way.
  public struct Parts: Hashable, Sendable {
    /// From the arrival of the samples to the decision.
    public internal(set) var decision = DurationHistogram()
    /// From the decision until it is durable: the wait for the disk.
    public internal(set) var writing = DurationHistogram()
    /// From there to each subscriber that keeps up.
    public internal(set) var delivery = DurationHistogram()
    /// All of the way to each subscriber that keeps up.
    public internal(set) var whole = DurationHistogram()
  }

  private let state = Mutex(Parts())

  init() {}

  /// What was counted so far.
  public var parts: Parts { state.withLock { $0 } }

  func note(durable timing: EventTiming, at now: ContinuousClock.Instant) {
    state.withLock { parts in
      parts.decision.note(timing.arrived.duration(to: timing.decided))
      parts.writing.note(timing.decided.duration(to: now))
    }
  }

  /// Notes that the kernel has taken an event for a subscriber.
  ///
  /// - Parameters:
  ///   - timing: Of the event.
  ///   - now: The present time.
  public func note(delivered timing: EventTiming, at now: ContinuousClock.Instant) {
    guard let durable = timing.durable else { return }
    state.withLock { parts in
      parts.delivery.note(durable.duration(to: now))
      parts.whole.note(timing.arrived.duration(to: now))
    }
  }
}
