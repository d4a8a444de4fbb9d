import CLibUSB
import Synchronization

/// How many transfers from an endpoint are under way at once, and of what size.
struct InputPlan: Hashable, Sendable {
  let count: Int
  let size: Int

  /// 32 transfers: a chip that sends a packet each millisecond, full or not, is then read without
  /// loss through 32 ms in which nobody runs, and its own buffer comes on top.
  ///
  /// - HID: a report is a packet, and a transfer is to end with it.
  /// - CH340: one packet as well, as Linux `ch341` does: a full packet may be the last one of an
  ///   answer, with nothing after it to end a longer transfer.
  /// - Others end what they say with a short packet: 512 bytes, or the packet size if more.
  init(_ layout: LinkLayout) {
    let packet = layout.input.maxPacket
    count = 32
    switch layout.kind {
    case .hid, .ch340: size = packet
    case .ftdi, .cdc, .cp210x: size = (max(512, packet) + packet - 1) / packet * packet
    }
  }
}

extension OpenDevice {
  /// Starts the transfers from an endpoint; they go on until a failure, a settling or the close.
  func start(_ endpoint: USBEndpoint, _ plan: InputPlan) async throws(USBError) {
    try await calls.ask("start transfers from the device", within: Self.longestCall) { answer in
      answer.give(self.startNow(endpoint, plan).map { .failure($0) } ?? .success(()))
    }
  }

  private func startNow(_ endpoint: USBEndpoint, _ plan: InputPlan) -> USBError? {
    chunks.reopen()
    return state.withLock { state -> USBError? in
      switch state.phase {
      case .idle: break
      case .streaming: return nil
      case .settling: return USBError(LIBUSB_ERROR_BUSY, "start transfers from the device")
      case .closing, .releasing, .closed: return .closed
      }
      if state.inputs.isEmpty { state.inputs = makeInputs(endpoint, plan) }
      guard state.inputs.count == plan.count else {
        return USBError(LIBUSB_ERROR_NO_MEM, "make transfers")
      }
      return submitAll(&state)
    }
  }

  private func makeInputs(_ endpoint: USBEndpoint, _ plan: InputPlan) -> [Transfer] {
    var made: [Transfer] = []
    for _ in 0..<plan.count {
      guard let transfer = LibUSB.allocate() else { break }
      transfer.pointee.dev_handle = pointer.raw
      transfer.pointee.endpoint = endpoint.address
      transfer.pointee.type = endpoint.transfer.rawValue
      transfer.pointee.buffer = .allocate(capacity: plan.size)
      transfer.pointee.length = Int32(plan.size)
      transfer.pointee.user_data = Unmanaged.passUnretained(self).toOpaque()
      transfer.pointee.callback = { transfer in
        guard let transfer, let user = transfer.pointee.user_data else { return }
        let device = Unmanaged<OpenDevice>.fromOpaque(user).takeUnretainedValue()
        device.inputEnded(Transfer(pointer: transfer))
      }
      made.append(Transfer(pointer: transfer))
    }
    if made.count < plan.count {
      Self.free(made)
      made = []
    }
    return made
  }

  static func free(_ transfers: some Sequence<Transfer>) {
    for transfer in transfers {
      transfer.pointer.pointee.buffer.deallocate()
      libusb_free_transfer(transfer.pointer)
    }
  }

  private func submitAll(_ state: inout State) -> USBError? {
    state.phase = .streaming
    for transfer in state.inputs {
      let code = LibUSB.submit(transfer.pointer)
      guard code == 0 else {
        stop(&state)
        return USBError(code: code, operation: "start transfers from the device")
      }
      state.inputsUnderWay += 1
    }
    return nil
  }

  /// Calls off what is under way; the phase is `idle` once all are back.
  private func stop(_ state: inout State) {
    state.phase = state.inputsUnderWay == 0 ? .idle : .settling
    for transfer in state.inputs { LibUSB.cancel(transfer.pointer) }
  }

  /// On the event thread: a transfer has ended.
  private func inputEnded(_ transfer: Transfer) {
    let time = ContinuousClock.now
    let status = LibUSB.status(of: transfer.pointer)
    let count = Int(max(0, transfer.pointer.pointee.actual_length))
    // Also one that was called off or too late may bring bytes.
    let end = chunks.offer(
      UnsafeRawBufferPointer(start: transfer.pointer.pointee.buffer, count: count),
      at: time
    )
    if let end { loop.plan(at: end) }
    let (failure, consequences) = state.withLock { state in
      state.endings.count(status)
      let failure = again(transfer, after: status, &state)
      return (failure, state.takeConsequences())
    }
    if let failure { chunks.end(failure) }
    carryOut(consequences)
  }

  /// Submits a transfer again, or notes that it is back for good and why.
  private func again(
    _ transfer: Transfer,
    after status: libusb_transfer_status,
    _ state: inout State
  ) -> USBError? {
    var failure: USBError?
    if state.phase == .streaming {
      let operation = "read from device \(address)"
      let isLate = status == LIBUSB_TRANSFER_TIMED_OUT
      failure = isLate ? nil : USBError(status, operation)
      if failure == nil {
        let code = LibUSB.submit(transfer.pointer)
        if code == 0 { return nil }
        failure = USBError(code: code, operation: operation)
      }
    }
    state.inputsUnderWay -= 1
    if failure != nil { stop(&state) }
    return failure
  }

  /// The device was unplugged: nobody waits for it any longer.
  func unplugged() {
    chunks.end(USBError(LIBUSB_ERROR_NO_DEVICE, "read from device \(address)"))
    calls.order {
      let consequences = self.state.withLock { state in
        if state.phase == .streaming { self.stop(&state) }
        for request in state.requests.keys { LibUSB.cancel(request.pointer) }
        return state.takeConsequences()
      }
      self.carryOut(consequences)
    }
  }

  /// Calls off all transfers from the endpoint and waits until they are back.
  func settle() async throws(USBError) {
    // The thread of events gives up first, unless the kernel keeps it.
    let limit = Self.patience + .seconds(1)
    let isSettled = try await calls.ask("call off transfers", within: limit) { answer in
      self.settle { answer.give(.success($0)) }
    }
    guard isSettled else { throw USBError(LIBUSB_ERROR_TIMEOUT, "call off transfers") }
  }

  private func settle(then done: @escaping @Sendable (Bool) -> Void) {
    let patience = ContinuousClock.now + Self.patience
    let consequences = state.withLock { state -> Consequences? in
      switch state.phase {
      case .streaming: stop(&state)
      case .idle, .settling: break
      case .closing, .releasing, .closed: return nil
      }
      state.settled.append(done)
      state.patience = patience
      return state.takeConsequences()
    }
    guard let consequences else { return done(false) }
    carryOut(consequences)
    loop.wake(at: patience)
  }
}

extension LinkCounters.Endings {
  fileprivate mutating func count(_ status: libusb_transfer_status) {
    switch status {
    case LIBUSB_TRANSFER_COMPLETED: completed += 1
    case LIBUSB_TRANSFER_TIMED_OUT: timedOut += 1
    case LIBUSB_TRANSFER_CANCELLED: cancelled += 1
    case LIBUSB_TRANSFER_STALL: stalled += 1
    case LIBUSB_TRANSFER_NO_DEVICE: gone += 1
    case LIBUSB_TRANSFER_OVERFLOW: overflowed += 1
    default: failed += 1
    }
  }
}
