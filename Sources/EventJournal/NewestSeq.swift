import Synchronization

/// The newest durable seq, and those who wait for a newer one.
final class NewestSeq: Sendable {
  private struct State {
    var seq: Int64
    var isClosed = false
    var nextWaiter = 0
    var waiters: [Int: CheckedContinuation<Int64?, Never>] = [:]
    var cancelled: Set<Int> = []
  }

  private let state: Mutex<State>

  init(_ seq: Int64) {
    state = Mutex(State(seq: seq))
  }

  var value: Int64 { state.withLock { $0.seq } }

  /// How many wait now.
  var waiterCount: Int { state.withLock { $0.waiters.count } }

  /// Tells everyone who waits.
  func advance(to seq: Int64) {
    let waiters = state.withLock { state in
      state.seq = max(state.seq, seq)
      let waiters = state.waiters.values
      state.waiters = [:]
      return Array(waiters)
    }
    for waiter in waiters { waiter.resume(returning: seq) }
  }

  /// Ends all waiting, now and later.
  func close() {
    let waiters = state.withLock { state in
      state.isClosed = true
      let waiters = state.waiters.values
      state.waiters = [:]
      return Array(waiters)
    }
    for waiter in waiters { waiter.resume(returning: nil) }
  }

  /// Waits for a seq greater than `seq`; `nil` if the task is cancelled or the journal closed.
  func next(after seq: Int64) async -> Int64? {
    let number = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    let newest = await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        enter(waiter, number: number, after: seq)
      }
    } onCancel: {
      leave(number)
    }
    state.withLock { _ = $0.cancelled.remove(number) }
    return newest
  }

  private func enter(
    _ waiter: CheckedContinuation<Int64?, Never>,
    number: Int,
    after seq: Int64
  ) {
    let answer: Int64?? = state.withLock { state in
      if state.cancelled.contains(number) || state.isClosed { return .some(nil) }
      if state.seq > seq { return state.seq }
      state.waiters[number] = waiter
      return .none
    }
    if let answer { waiter.resume(returning: answer) }
  }

  private func leave(_ number: Int) {
    let waiter: CheckedContinuation<Int64?, Never>? = state.withLock { state in
      state.cancelled.insert(number)
      return state.waiters.removeValue(forKey: number)
    }
    waiter?.resume(returning: nil)
  }
}
