import CLibUSB
import Synchronization

/// An open link to a device: bytes from its sensor, bytes to it.
///
/// The event thread takes bytes in all the time and keeps up to 256 KiB of them; what it has to
/// refuse is counted. One task reads, one task writes; any task may close.
public final class USBLink: Sendable {
  /// Where the link is on the device.
  public let layout: LinkLayout

  let pipe: ControlPipe
  let line: Mutex<SerialLine>
  private let isNumbered: Bool
  private let hasToldEnding = Mutex(false)

  private var device: OpenDevice { pipe.device }

  init(_ pipe: ControlPipe, _ layout: LinkLayout, _ line: SerialLine, numbered: Bool) {
    self.pipe = pipe
    self.layout = layout
    self.line = Mutex(line)
    isNumbered = numbered
  }

  deinit {
    pipe.device.close {}
  }

  /// Sets the line and starts the transfers.
  func begin() async throws(USBError) {
    try await pipe.run(try SerialBridge.open(layout, line.withLock { $0 }))
    try await startTransfers()
  }

  func startTransfers() async throws(USBError) {
    hasToldEnding.withLock { $0 = false }
    try await device.start(layout.input, InputPlan(layout))
  }

  /// Waits for what the sensor sends.
  ///
  /// - Parameters:
  ///   - chunk: Gets what one transfer brought; its storage is used again.
  ///   - batch: How much is to be there before it returns; the rest is to be taken without waiting.
  ///   - deadline: When to give up.
  /// - Returns: `false` if the deadline came first, or the task is cancelled.
  /// - Throws: ``USBError`` once all that came is read, if no more comes: the device is gone, the
  ///   link closed, or its endpoint failed and the transfers wait for a recovery.
  public func read(
    into chunk: inout ByteChunk,
    in batch: ByteBatch = .packet,
    until deadline: ContinuousClock.Instant
  ) async throws(USBError) -> Bool {
    while true {
      await device.chunks.wait(for: batch, until: deadline, device.loop)
      if try take(into: &chunk) { return true }
      guard !Task.isCancelled, ContinuousClock.now < deadline else { return false }
    }
  }

  /// Takes what one transfer brought, if anything has come.
  ///
  /// - Parameter chunk: Gets it; its storage is used again.
  /// - Returns: Whether there was anything.
  /// - Throws: As ``read(into:in:until:)``.
  public func take(into chunk: inout ByteChunk) throws(USBError) -> Bool {
    var raw: [UInt8]? = pipe.tap == nil ? nil : []
    switch device.chunks.take(into: &chunk, raw: &raw) {
    case .nothing:
      return false
    case .chunk:
      if let raw { pipe.tap?.read(layout.input, raw, at: chunk.time, errno: 0) }
      return true
    case .ending(let error):
      let isNews = hasToldEnding.withLock { told in
        defer { told = true }
        return !told
      }
      if isNews { pipe.tap?.read(layout.input, [], at: .now, errno: error.errno) }
      throw error
    }
  }

  /// Sends bytes to the sensor.
  ///
  /// - Parameter bytes: A piece of a serial stream, or one HID report.
  /// - Throws: ``USBError``, also if the device takes nothing for a second.
  public func write(_ bytes: [UInt8]) async throws(USBError) {
    guard !bytes.isEmpty else { return }
    guard let output = layout.output else { return try await report(bytes) }
    let most = layout.kind == .hid ? bytes.count : Self.mostPerTransfer
    guard bytes.count <= Self.mostPerTransfer || layout.kind != .hid else { throw tooLong(bytes) }
    for start in stride(from: 0, to: bytes.count, by: most) {
      try await send(Array(bytes[start..<min(start + most, bytes.count)]), to: output)
    }
  }

  /// As much as Linux takes in one control request; a second of 40 kbit/s.
  private static let mostPerTransfer = 4096

  private func report(_ bytes: [UInt8]) async throws(USBError) {
    guard bytes.count <= Self.mostPerTransfer else { throw tooLong(bytes) }
    let request = HIDReports.send(bytes, numbered: isNumbered, interface: layout.control)
    try await pipe.send(request)
  }

  private func tooLong(_ bytes: [UInt8]) -> USBError {
    USBError(LIBUSB_ERROR_INVALID_PARAM, "send a report of \(bytes.count) bytes")
  }

  private func send(_ bytes: [UInt8], to output: USBEndpoint) async throws(USBError) {
    let outcome: RequestOutcome
    do throws(USBError) {
      outcome = try await device.write(bytes, to: output)
    } catch {
      pipe.tap?.write(bytes, to: output, .failure(error))
      throw error
    }
    pipe.tap?.write(bytes, to: output, .success(outcome))
    let operation = "write to \(output.name)"
    if let error = USBError(outcome.status, operation) { throw error }
    guard outcome.data.count == bytes.count else { throw USBError(LIBUSB_ERROR_IO, operation) }
  }

  /// Sets the speed of the serial line; its control lines stay as they are.
  ///
  /// - Parameter baud: Bits per second.
  /// - Throws: ``USBError`` if the chip cannot be set so, or does not answer.
  public func setBaud(_ baud: Int) async throws(USBError) {
    let requests = try SerialBridge.setBaud(baud, layout.kind, interface: UInt16(layout.control))
    try await pipe.run(requests)
    line.withLock { $0.baud = baud }
  }

  /// What went over the link since it was opened; waits where a transfer is being submitted.
  public var counters: LinkCounters { device.counters }

  /// Lets the device go: calls off all transfers, waits until they are back, releases and closes.
  ///
  /// Any number of times, in any state, also after the device is gone. What the sensor is to hear
  /// before is the caller's.
  public func close() async {
    _ = try? await pipe.run(SerialBridge.close(layout.kind, interface: UInt16(layout.control)))
    await device.close()
  }
}
