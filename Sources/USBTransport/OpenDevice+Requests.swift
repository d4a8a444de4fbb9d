import CLibUSB
import CrampModel
import Synchronization

/// A request that libusb has; the answer goes to whoever takes it out of the device's state.
struct PendingRequest: Sendable {
  let answer: @Sendable (Result<RequestOutcome, USBError>) -> Void
}

/// How a request ended.
struct RequestOutcome: Sendable {
  let status: libusb_transfer_status
  /// The bytes that went over the bus, without the eight of a control request.
  let data: [UInt8]
  let time: ContinuousClock.Instant
}

extension OpenDevice {
  /// Long enough for any answer that USB 2.0 allows outside of firmware updates, in milliseconds.
  private static let timeout: UInt32 = 1000
  /// How long anybody waits for a request, which libusb ends after ``timeout`` if the kernel lets it.
  private static let longestAnswer = Duration.seconds(3)

  /// Makes a control request.
  func control(_ request: ControlRequest) async throws(USBError) -> RequestOutcome {
    let room = [UInt8](repeating: 0, count: request.data.isEmpty ? Int(request.length) : 0)
    return try await send(
      request.setup + request.data + room,
      to: 0,
      by: .control,
      "\(request)"
    )
  }

  /// Sends bytes to an endpoint in one transfer.
  func write(_ bytes: [UInt8], to endpoint: USBEndpoint) async throws(USBError) -> RequestOutcome {
    let outcome = try await send(
      bytes,
      to: endpoint.address,
      by: endpoint.transfer,
      "write to \(endpoint.name)"
    )
    state.withLock { $0.written &+= outcome.data.count }
    return outcome
  }

  /// Sends bytes and waits until the transfer has ended, well or not.
  private func send(
    _ bytes: [UInt8],
    to endpoint: UInt8,
    by kind: USBEndpoint.Transfer,
    _ operation: String
  ) async throws(USBError) -> RequestOutcome {
    try await calls.ask(operation, within: Self.longestAnswer) { answer in
      let pending = PendingRequest { answer.give($0) }
      guard let transfer = self.makeRequest(bytes, to: endpoint, by: kind) else {
        let error = USBError(LIBUSB_ERROR_NO_MEM, operation)
        return pending.answer(.failure(error))
      }
      guard let error = self.submit(transfer, pending, operation) else { return }
      Self.free([transfer])
      pending.answer(.failure(error))
    }
  }

  private func makeRequest(
    _ bytes: [UInt8],
    to endpoint: UInt8,
    by kind: USBEndpoint.Transfer
  ) -> Transfer? {
    guard let transfer = LibUSB.allocate() else { return nil }
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    for (index, byte) in bytes.enumerated() { (buffer + index).initialize(to: byte) }
    transfer.pointee.dev_handle = pointer.raw
    transfer.pointee.endpoint = endpoint
    transfer.pointee.type = kind.rawValue
    transfer.pointee.timeout = Self.timeout
    transfer.pointee.buffer = buffer
    transfer.pointee.length = Int32(bytes.count)
    transfer.pointee.user_data = Unmanaged.passUnretained(self).toOpaque()
    transfer.pointee.callback = { transfer in
      guard let transfer, let user = transfer.pointee.user_data else { return }
      let device = Unmanaged<OpenDevice>.fromOpaque(user).takeUnretainedValue()
      device.requestEnded(Transfer(pointer: transfer))
    }
    return Transfer(pointer: transfer)
  }

  private func submit(
    _ transfer: Transfer,
    _ pending: PendingRequest,
    _ operation: String
  ) -> USBError? {
    state.withLock { state in
      switch state.phase {
      case .idle, .streaming, .settling: break
      case .closing, .releasing, .closed: return .closed
      }
      let code = LibUSB.submit(transfer.pointer)
      guard code == 0 else { return USBError(code: code, operation: operation) }
      state.requests[transfer] = pending
      return nil
    }
  }

  /// On the event thread: a request has ended.
  private func requestEnded(_ transfer: Transfer) {
    let pointee = transfer.pointer.pointee
    let isControl = pointee.type == UInt8(LIBUSB_TRANSFER_TYPE_CONTROL.rawValue)
    let head = isControl ? 8 : 0
    let count = Int(max(0, pointee.actual_length))
    let sent = UnsafeBufferPointer(
      start: pointee.buffer,
      count: min(head + count, Int(pointee.length))
    )
    let outcome = RequestOutcome(
      status: LibUSB.status(of: transfer.pointer),
      data: Array(sent.dropFirst(head)),
      time: .now
    )
    let (pending, consequences) = state.withLock { state in
      (state.requests.removeValue(forKey: transfer), state.takeConsequences())
    }
    // Without an owner the request was given up, and its device with it.
    guard let pending else { return }
    Self.free([transfer])
    pending.answer(.success(outcome))
    carryOut(consequences)
  }
}
