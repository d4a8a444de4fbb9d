import Synchronization

/// Seconds of a routine, for a course that knows no clock.
///
/// A computer that sleeps and a process that was stopped guide nobody, so that time does not count.
struct RoutineClock {
  /// A longer silence than this is one in which nobody was guided; the guide looks ten times a second.
  private static let longest = Duration.seconds(3)

  private let pace: Double
  private var last = SuspendingClock.now
  /// Seconds that count.
  private(set) var now = 0.0

  /// Begins at zero.
  init(pace: Double) {
    self.pace = pace
  }

  /// Takes the time that has gone by.
  mutating func advance() {
    let time = SuspendingClock.now
    let length = last.duration(to: time)
    last = time
    if length < Self.longest { now += length / .seconds(1) * pace }
  }
}

/// Whether the person has had enough, over tasks.
final class Interruption: Sendable {
  /// Signals that come closer together are one: a process and its group are told at once.
  private static let echo = Duration.milliseconds(500)

  private let requests = Mutex<(first: ContinuousClock.Instant?, isUrgent: Bool)>((nil, false))

  /// The person has pressed Ctrl-C, or the terminal is gone.
  func request(at now: ContinuousClock.Instant = .now) {
    requests.withLock { requests in
      let first = requests.first ?? now
      requests = (first, first.duration(to: now) > Self.echo)
    }
  }

  /// Whether to stop.
  var isRequested: Bool { requests.withLock { $0.first != nil } }

  /// Whether to stop at once, whatever is left to do.
  var isUrgent: Bool { requests.withLock(\.isUrgent) }
}
