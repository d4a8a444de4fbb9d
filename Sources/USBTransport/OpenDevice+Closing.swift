import CLibUSB
import Synchronization

extension OpenDevice {
  /// What a change of state leads to; it is done outside the lock.
  struct Consequences {
    var settled: [@Sendable (Bool) -> Void] = []
    var areBack = true
    var isReleased = false
    var abandoned: [PendingRequest] = []
    var closed: [@Sendable () -> Void] = []
  }

  func carryOut(_ consequences: Consequences) {
    for body in consequences.settled { body(consequences.areBack) }
    for request in consequences.abandoned { request.answer(.failure(.closed)) }
    for body in consequences.closed { body() }
    if consequences.isReleased { release { self.released() } }
  }

  /// Calls off everything and lets the device go, then calls `done`.
  ///
  /// It never waits, and may be called in any state any number of times.
  func close(then done: @escaping @Sendable () -> Void) {
    chunks.end(.closed)
    calls.order { self.beginClosing(then: done) }
  }

  /// Calls off everything, lets the device go and waits until that is done, or as good as hopeless.
  func close() async {
    chunks.end(.closed)
    guard !calls.isLate else { return close {} }
    // What is not closed in time is closed later.
    try? await calls.ask("close device \(address)", within: Self.longestCall) { answer in
      self.beginClosing { answer.give(.success(())) }
    }
  }

  private func beginClosing(then done: @escaping @Sendable () -> Void) {
    let patience = ContinuousClock.now + Self.patience
    let consequences = state.withLock { state in
      switch state.phase {
      case .closed:
        return Consequences(closed: [done])
      case .closing, .releasing:
        state.closed.append(done)
        return Consequences()
      case .idle, .streaming, .settling:
        state.closed.append(done)
        state.phase = .closing
        state.patience = patience
        for transfer in state.inputs { LibUSB.cancel(transfer.pointer) }
        for transfer in state.requests.keys { LibUSB.cancel(transfer.pointer) }
        return state.takeConsequences()
      }
    }
    carryOut(consequences)
    loop.wake(at: patience)
  }

  /// The handle is closed: nothing of libusb's knows the device any longer.
  private func released() {
    let closed = state.withLock { state in
      state.phase = .closed
      Self.free(state.inputs)
      state.inputs = []
      defer { state.closed = [] }
      return state.closed
    }
    loop.forget(self)
    for body in closed { body() }
  }

  /// Stops to wait for transfers that took too long; returns when it is to be called next.
  func giveUp(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    let (next, consequences) = state.withLock { state in
      guard let patience = state.patience, patience <= now else {
        return (state.patience, Consequences())
      }
      return (nil, state.abandon())
    }
    carryOut(consequences)
    return next
  }
}

extension OpenDevice.State {
  /// What follows from the transfers that are back by now.
  mutating func takeConsequences() -> OpenDevice.Consequences {
    var consequences = OpenDevice.Consequences()
    guard inputsUnderWay == 0 else { return consequences }
    consequences.settled = settled
    settled = []
    if phase == .settling { phase = .idle }
    if phase == .closing, requests.isEmpty {
      phase = .releasing
      consequences.isReleased = true
    }
    if phase != .closing { patience = nil }
    return consequences
  }

  /// What follows when transfers do not come back.
  ///
  /// When closing, the handle and the memory of the transfers stay as they are for good: libusb
  /// may still write there.
  mutating func abandon() -> OpenDevice.Consequences {
    var consequences = OpenDevice.Consequences(settled: settled, areBack: false)
    settled = []
    patience = nil
    if phase == .closing {
      phase = .closed
      consequences.abandoned = Array(requests.values)
      requests = [:]
      consequences.closed = closed
      closed = []
    }
    return consequences
  }
}
