import Synchronization

/// How far the journal is, and those who wait for it to go on.
final class JournalNews: Sendable {
  /// What a waiter wants to hear of.
  enum Interest {
    /// A seq after this one.
    case seq(Int64)
    /// Anything that is not in this mark.
    case anything(JournalMark)

    func isMet(by mark: JournalMark) -> Bool {
      switch self {
      case .seq(let seq): mark.seq > seq
      case .anything(let known):
        mark.seq > known.seq || mark.waiting > known.waiting || mark.trouble != known.trouble
      }
    }
  }

  private typealias Continuation = CheckedContinuation<JournalMark?, Never>

  private struct State {
    var mark: JournalMark
    var isClosed = false
    var nextWaiter = 0
    var waiters: [Int: (interest: Interest, continuation: Continuation)] = [:]
    var cancelled: Set<Int> = []
  }

  private let state: Mutex<State>

  init(_ mark: JournalMark) {
    state = Mutex(State(mark: mark))
  }

  var mark: JournalMark { state.withLock { $0.mark } }

  /// How many wait now.
  var waiterCount: Int { state.withLock { $0.waiters.count } }

  /// Changes the mark and tells everyone whom it concerns.
  func change(_ change: (inout JournalMark) -> Void) {
    let (mark, told) = state.withLock { state in
      change(&state.mark)
      let mark = state.mark
      let met = state.waiters.filter { $0.value.interest.isMet(by: mark) }
      for number in met.keys { state.waiters[number] = nil }
      return (mark, met.values.map(\.continuation))
    }
    for continuation in told { continuation.resume(returning: mark) }
  }

  /// Ends all waiting, now and later.
  func close() {
    let waiters = state.withLock { state in
      state.isClosed = true
      let waiters = state.waiters.values.map(\.continuation)
      state.waiters = [:]
      return waiters
    }
    for waiter in waiters { waiter.resume(returning: nil) }
  }

  /// Waits for what is of interest; `nil` if the task is cancelled or the journal closed.
  func next(_ interest: Interest) async -> JournalMark? {
    let number = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    let mark = await withTaskCancellationHandler {
      await withCheckedContinuation { enter($0, number: number, interest) }
    } onCancel: {
      leave(number)
    }
    state.withLock { _ = $0.cancelled.remove(number) }
    return mark
  }

  private func enter(_ waiter: Continuation, number: Int, _ interest: Interest) {
    let answer: JournalMark?? = state.withLock { state in
      if state.cancelled.contains(number) || state.isClosed { return .some(nil) }
      if interest.isMet(by: state.mark) { return state.mark }
      state.waiters[number] = (interest, waiter)
      return .none
    }
    if let answer { waiter.resume(returning: answer) }
  }

  private func leave(_ number: Int) {
    let waiter: Continuation? = state.withLock { state in
      state.cancelled.insert(number)
      return state.waiters.removeValue(forKey: number)?.continuation
    }
    waiter?.resume(returning: nil)
  }
}
