/// What is tried when a sensor that is there sends nothing, the gentlest first.
///
///     silence  0.5 s      1 s          2 s               5 s     8 s
///              resubmit ▶ clear halt ▶ restart dialogue ▶ reset ▶ reopen
///
/// Frames that come take the ladder away; a transfer that fails goes up one rung at once.
struct RecoveryLadder: Sendable {
  /// Something to try.
  enum Rung: Int, Sendable, CaseIterable {
    /// Cancel the transfers and submit them anew.
    case resubmit
    /// Clear the endpoint's halt, then resubmit.
    case clearHalt
    /// Begin the conversation anew.
    case restartDialogue
    /// Reset the device, then begin anew.
    case reset
    /// Close the device and open it again.
    case reopen

    /// The silence after which it is tried.
    fileprivate var after: Duration {
      switch self {
      case .resubmit: .milliseconds(500)
      case .clearHalt: .seconds(1)
      case .restartDialogue: .seconds(2)
      case .reset: .seconds(5)
      case .reopen: .seconds(8)
      }
    }
  }

  private var lastFrames: Duration
  private var next: Rung? = .resubmit

  /// A ladder for a stream whose newest frames came at `time`.
  init(at time: Duration) {
    lastFrames = time
  }

  /// When frames came for the last time.
  var silentSince: Duration { lastFrames }

  /// The rung that was tried last; `nil` while frames come.
  var tried: Rung? { Rung(rawValue: (next?.rawValue ?? Rung.allCases.count) - 1) }

  /// When ``climb(at:)`` is to be called if no frames come.
  var deadline: Duration? { next.map { lastFrames + $0.after } }

  /// Notes frames.
  mutating func frames(at time: Duration) {
    lastFrames = time
    next = .resubmit
  }

  /// Leaves out a time in which the machine was suspended: that is a gap, and no silence.
  mutating func sleep(_ suspension: Duration, until time: Duration) {
    lastFrames = min(lastFrames + suspension, time)
  }

  /// The next thing to try, if the silence has lasted for it.
  mutating func climb(at time: Duration) -> Rung? {
    guard let rung = next, time >= lastFrames + rung.after else { return nil }
    next = Rung(rawValue: rung.rawValue + 1)
    return rung
  }

  /// What to try because a transfer failed: at least clearing the halt, then rung by rung.
  mutating func fail() -> Rung {
    let rung = max(next ?? .reopen, .clearHalt)
    next = Rung(rawValue: rung.rawValue + 1)
    return rung
  }
}

extension RecoveryLadder.Rung: Comparable {
  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
