/// Where a person is in a routine: a value that knows no clock.
///
///                begin                     the last phase is over, skip
///     waiting ──────────▶ guiding ──────────────────────────▶ finished
///                          │   ▲
///                    pause │   │ pause, skip, back
///                          ▼   │
///                         paused          stop, from guiding and paused: stopped
///
/// Times are seconds from any beginning that stays the same.
public struct RoutineCourse: Hashable, Sendable {
  /// How things stand.
  public enum State: Hashable, Sendable {
    /// It has not begun.
    case waiting
    /// A phase goes on that began at a time.
    case guiding(phase: Int, since: Double)
    /// A phase waits, of which so many seconds are over.
    case paused(phase: Int, elapsed: Double)
    /// All is done.
    case finished
    /// The person has had enough.
    case stopped
  }

  /// What a person wants.
  public enum Command: Hashable, Sendable {
    /// Stand still, or go on.
    case pause
    /// On to the next phase.
    case skip
    /// Back to the beginning of the hold, or of the one before.
    case back
    /// No more.
    case stop
  }

  /// What has changed.
  public enum Turn: Hashable, Sendable {
    /// A phase began.
    case began(Int)
    /// A phase stands still.
    case paused(Int)
    /// A phase goes on.
    case resumed(Int)
    /// All is done.
    case finished
    /// The person has had enough.
    case stopped
  }

  /// Going back within the first seconds of a hold means the hold before; an assumption.
  public static let freshness = 3.0

  /// The phases in order.
  public let phases: [RoutinePhase]
  /// How things stand.
  public private(set) var state = State.waiting

  /// Waits to begin.
  public init(phases: [RoutinePhase]) {
    self.phases = phases
  }

  /// Begins with the first phase.
  public mutating func begin(at now: Double) -> [Turn] {
    guard state == .waiting else { return [] }
    return enter(0, at: now)
  }

  /// Goes on to a time; phases that are over by then follow each other.
  public mutating func advance(to now: Double) -> [Turn] {
    var turns: [Turn] = []
    while case .guiding(let phase, let since) = state {
      let end = since + phases[phase].seconds
      guard now >= end else { break }
      turns += enter(phase + 1, at: end)
    }
    return turns
  }

  /// Does what the person wants, at a time that the course has advanced to.
  public mutating func obey(_ command: Command, at now: Double) -> [Turn] {
    switch (command, state) {
    case (_, .waiting), (_, .finished), (_, .stopped): return []
    case (.stop, .guiding), (.stop, .paused):
      state = .stopped
      return [.stopped]
    case (.pause, .guiding(let phase, let since)):
      state = .paused(phase: phase, elapsed: max(0, now - since))
      return [.paused(phase)]
    case (.pause, .paused(let phase, let elapsed)):
      state = .guiding(phase: phase, since: now - elapsed)
      return [.resumed(phase)]
    case (.skip, .guiding(let phase, _)), (.skip, .paused(let phase, _)):
      return enter(phase + 1, at: now)
    case (.back, .guiding(let phase, let since)):
      return enter(target(backFrom: phase, elapsed: now - since), at: now)
    case (.back, .paused(let phase, let elapsed)):
      return enter(target(backFrom: phase, elapsed: elapsed), at: now)
    }
  }

  /// The phase that goes on or stands still, and how many of its seconds are over.
  public func position(at now: Double) -> (phase: Int, elapsed: Double)? {
    switch state {
    case .guiding(let phase, let since):
      (phase, min(max(0, now - since), phases[phase].seconds))
    case .paused(let phase, let elapsed): (phase, elapsed)
    case .waiting, .finished, .stopped: nil
    }
  }

  /// Whether nothing more will come.
  public var isOver: Bool { state == .finished || state == .stopped }

  /// Seconds until all is done, if nothing is skipped.
  public func left(at now: Double) -> Double {
    guard let (phase, elapsed) = position(at: now) else { return 0 }
    return phases[phase...].reduce(-elapsed) { $0 + $1.seconds }
  }

  private mutating func enter(_ phase: Int, at now: Double) -> [Turn] {
    guard phase < phases.count else {
      state = .finished
      return [.finished]
    }
    state = .guiding(phase: phase, since: now)
    return [.began(phase)]
  }

  private func target(backFrom phase: Int, elapsed: Double) -> Int {
    let isFresh = phases[phase].kind == .hold && elapsed < Self.freshness
    let candidates = phases[...phase].dropLast(isFresh ? 1 : 0)
    return candidates.lastIndex { $0.kind == .hold } ?? (isFresh ? phase : 0)
  }
}
