internal import CLinux
internal import Glibc
internal import Synchronization

/// A thread for the tasks of one sensor, which sleeps until samples come or are due.
///
///     do what there is to do ──▶ sleep until somebody calls, or the time is there
///       ▲                                           │
///       └───────────────────────────────────────────┘
///
/// The threads that all tasks share, with their timers, wake up four times where this one does
/// once. A sensor whose disk or file stands still keeps no other waiting.
public final class SensorThread: TaskExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var sleeper: Sleeper?
    var isAsleep = false
    var isEnding = false
    var isOver = false
  }

  /// Who sleeps, and until when.
  ///
  /// Safe, as it is taken out of the state under the lock by whoever resumes it: once. A checked
  /// continuation would allocate for each sleep.
  @safe private struct Sleeper {
    /// Since the origin.
    let end: Duration
    let continuation: UnsafeContinuation<Void, Never>
  }

  /// What the thread does next.
  @safe private enum Turn {
    case work
    case wake(UnsafeContinuation<Void, Never>)
    case sleep(Duration)
    case end
  }

  /// The thread of the present task, if it has one.
  @TaskLocal static var current: SensorThread?

  /// How long it sleeps at most: what the machine sleeps comes on top.
  private static let longest = Duration.seconds(1)

  private let origin = ContinuousClock.now
  private let state = Mutex(State())
  private let alarm = Alarm()

  private init() {}

  /// Does work on a thread of its own, or on those of all tasks where there can be none.
  ///
  /// - Parameter work: What is done, by one task that sleeps and any number that do not.
  /// - Returns: What `work` returns.
  /// - Throws: What `work` throws.
  public static func run<Value: Sendable>(
    _ work: @concurrent @Sendable () async throws -> Value
  ) async throws -> Value {
    let thread = SensorThread()
    guard thread.start() else { return try await work() }
    defer { thread.end() }
    return try await $current.withValue(thread) {
      try await withTaskExecutorPreference(thread) { try await work() }
    }
  }

  /// Takes a piece of work; called by the tasks' runtime.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let (isAsleep, isOver) = state.withLock { state in
      if !state.isOver { state.jobs.append(job) }
      defer { state.isAsleep = false }
      return (state.isAsleep, state.isOver)
    }
    if isAsleep { alarm.ring() }
    if isOver { globalConcurrentExecutor.enqueue(job) }
  }

  /// Sleeps until a time; one task at a time.
  ///
  /// - Parameter end: When to go on.
  /// - Throws: `CancellationError`.
  func sleep(until end: ContinuousClock.Instant) async throws {
    await withTaskCancellationHandler {
      unsafe await withUnsafeContinuation { continuation in
        let sleeper = unsafe Sleeper(end: origin.duration(to: end), continuation: continuation)
        guard install(sleeper) else { return unsafe continuation.resume() }
      }
    } onCancel: {
      unsafe state.withLock { $0.sleeper.take() }?.continuation.resume()
    }
    try Task.checkCancellation()
  }

  private func install(_ sleeper: Sleeper) -> Bool {
    let (isTaken, isAsleep) = state.withLock { state in
      guard !state.isOver, !Task.isCancelled else { return (false, false) }
      precondition(state.sleeper == nil, "one task of a sensor sleeps")
      state.sleeper = sleeper
      defer { state.isAsleep = false }
      return (true, state.isAsleep)
    }
    if isAsleep { alarm.ring() }
    return isTaken
  }

  private func start() -> Bool {
    var thread = pthread_t()
    let owner = unsafe Unmanaged.passRetained(self)
    let code = unsafe pthread_create(
      &thread,
      nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe crampd_name_this_thread("sensor")
        unsafe Unmanaged<SensorThread>.fromOpaque(argument).takeRetainedValue().loop()
        return nil
      },
      owner.toOpaque()
    )
    guard code == 0 else {
      unsafe owner.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  /// Ends the thread when it has done what there is to do.
  private func end() {
    state.withLock { $0.isEnding = true }
    alarm.ring()
  }

  private func loop() {
    var jobs: [UnownedJob] = []
    while true {
      switch next(&jobs) {
      case .work:
        for job in jobs { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
        jobs.removeAll(keepingCapacity: true)
      case .wake(let continuation): unsafe continuation.resume()
      case .sleep(let duration): alarm.sleep(for: duration)
      case .end: return
      }
    }
  }

  /// What is to be done now; `jobs` is empty and gets the work.
  private func next(_ jobs: inout [UnownedJob]) -> Turn {
    state.withLock { state in
      state.isAsleep = false
      guard state.jobs.isEmpty else {
        swap(&state.jobs, &jobs)
        return .work
      }
      var left = Self.longest
      if let sleeper = state.sleeper {
        left = min(left, sleeper.end - origin.duration(to: .now))
        if left <= .zero {
          state.sleeper = nil
          return unsafe .wake(sleeper.continuation)
        }
      } else if state.isEnding {
        state.isOver = true
        return .end
      } else {
        left = .seconds(3600)
      }
      state.isAsleep = true
      return .sleep(left)
    }
  }
}
