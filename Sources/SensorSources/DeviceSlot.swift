internal import Synchronization
internal import USBTransport

/// Where discovery leaves the device that one sensor waits for.
final class DeviceSlot: Sendable {
  private struct State {
    var device: AttachedDevice?
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Leaves a device, in place of one that was not taken.
  func put(_ device: AttachedDevice) {
    wake { $0.device = device }
  }

  /// Takes away a device that has gone before it was taken.
  func remove(_ address: USBAddress) {
    state.withLock { if $0.device?.address == address { $0.device = nil } }
  }

  /// Takes the device; `nil` when `duration` is over first, or the task is cancelled.
  func take(within duration: Duration) async -> AttachedDevice? {
    if let device = takeNow() { return device }
    await withTaskGroup { group in
      group.addTask { await self.wait() }
      group.addTask { try? await Task.sleep(for: duration) }
      await group.next()
      group.cancelAll()
    }
    return takeNow()
  }

  private func takeNow() -> AttachedDevice? {
    state.withLock { state in
      defer { state.device = nil }
      return state.device
    }
  }

  /// Waits until there is a device or the task is cancelled.
  private func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          guard state.device == nil, !Task.isCancelled else { return true }
          state.waiter = continuation
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      wake { _ in }
    }
  }

  private func wake(_ change: (inout State) -> Void) {
    let waiter = state.withLock { state in
      change(&state)
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }
}
