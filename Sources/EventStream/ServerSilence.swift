import Synchronization

/// How long a server has said nothing, told between the task that reads and one that watches.
///
/// Only the time counts in which the program waits for the server, and the machine is awake.
final class ServerSilence: Sendable {
  private struct State {
    var since: SuspendingClock.Instant?
    var limit: Duration
    var isOver = false
  }

  private let state: Mutex<State>

  init(limit: Duration) {
    state = Mutex(State(limit: limit))
  }

  /// A silence longer than this is the end.
  func bear(_ limit: Duration) {
    state.withLock { $0.limit = limit }
  }

  /// The program waits for the server from now on.
  func begin() {
    let now = SuspendingClock.now
    state.withLock { $0.since = now }
  }

  /// The server has said something, and the program thinks about it.
  func end() {
    state.withLock { $0.since = nil }
  }

  /// What was too long, if anything was.
  var outlasted: Duration? {
    state.withLock { $0.isOver ? $0.limit : nil }
  }

  /// Watches until the silence is too long.
  ///
  /// - Throws: `CancellationError` if it is cancelled before that.
  func watch() async throws {
    while let left = left() {
      try await Task.sleep(for: left, clock: .suspending)
    }
  }

  private func left() -> Duration? {
    let now = SuspendingClock.now
    return state.withLock { state in
      guard let since = state.since else { return state.limit }
      let left = state.limit - since.duration(to: now)
      state.isOver = left <= .zero
      return state.isOver ? nil : left
    }
  }
}
