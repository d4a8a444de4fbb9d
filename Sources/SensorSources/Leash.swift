internal import Synchronization

/// Ends the work of one sensor by itself, beside its siblings that go on.
public final class Leash: Sendable {
  private struct State {
    var reason: String?
    var isOver = false
    var onPull: CheckedContinuation<Void, Never>?
    var onEnd: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// A leash that holds nothing yet.
  public init() {}

  /// Why the work is no longer wanted; `nil` as long as it is.
  public var reason: String? { state.withLock { $0.reason } }

  /// Does work until it is over, or is cancelled by ``pull(_:)``; only once.
  ///
  /// - Parameter work: What is done; it comes to its own end when it is cancelled.
  /// - Throws: What `work` throws.
  public func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
    defer { end() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await work() }
      group.addTask { await self.untilPulled() }
      // Whichever is over first, the other one ends with it.
      try await group.next()
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  /// Cancels the work.
  ///
  /// - Parameter reason: Why it is no longer wanted; the first one counts.
  public func pull(_ reason: String) {
    let waiter = state.withLock { state in
      state.reason = state.reason ?? reason
      return state.onPull.take()
    }
    waiter?.resume()
  }

  /// Waits until the work is over.
  public func ended() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if !state.isOver { state.onEnd.append(continuation) }
        return state.isOver
      }
      if isOver { continuation.resume() }
    }
  }

  private func untilPulled() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          guard state.reason == nil, !Task.isCancelled else { return true }
          state.onPull = continuation
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.onPull.take() }?.resume()
    }
  }

  private func end() {
    let waiters = state.withLock { state in
      state.isOver = true
      defer { state.onEnd.removeAll() }
      return state.onEnd
    }
    for waiter in waiters { waiter.resume() }
  }
}
