import Synchronization

/// Devices that came and went, until somebody asks.
///
/// It cannot grow without bound: a device that leaves before its arrival was told leaves no trace.
final class ChangeQueue: Sendable {
  fileprivate struct State {
    var pending: [USBChange] = []
    var isEnded = false
    var waiting: CheckedContinuation<USBChange?, Never>?
  }

  private let state = Mutex(State())

  /// Notes a change.
  func push(_ change: USBChange) {
    let waiting = state.withLock { state -> CheckedContinuation<USBChange?, Never>? in
      guard !state.isEnded else { return nil }
      if let waiting = state.waiting.take() { return waiting }
      state.note(change)
      return nil
    }
    waiting?.resume(returning: change)
  }

  /// The next change; `nil` at the end and when the task is cancelled.
  ///
  /// One task asks: another one that waits already gets `nil`.
  func next() async -> USBChange? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (answer, replaced) = state.withLock { $0.wait(continuation) }
        replaced?.resume(returning: nil)
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      state.withLock { $0.waiting.take() }?.resume(returning: nil)
    }
  }

  /// No more changes come.
  func end() {
    let waiting = state.withLock { state in
      state.isEnded = true
      return state.waiting.take()
    }
    waiting?.resume(returning: nil)
  }
}

extension ChangeQueue.State {
  fileprivate mutating func note(_ change: USBChange) {
    if case .left(let address) = change,
      let untold = pending.lastIndex(where: { $0.arrival == address })
    {
      pending.remove(at: untold)
    } else {
      pending.append(change)
    }
  }

  /// The answer, or none if the continuation waits now; and who waited before.
  fileprivate mutating func wait(
    _ continuation: CheckedContinuation<USBChange?, Never>
  ) -> (answer: USBChange??, replaced: CheckedContinuation<USBChange?, Never>?) {
    if !pending.isEmpty { return (.some(pending.removeFirst()), nil) }
    if isEnded || Task.isCancelled { return (.some(nil), nil) }
    defer { waiting = continuation }
    return (nil, waiting)
  }
}

extension USBChange {
  fileprivate var arrival: USBAddress? {
    if case .arrived(let device) = self { device.address } else { nil }
  }
}
