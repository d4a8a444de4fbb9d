/// An open link to a device.
public final class USBLink: Sendable {
  /// Where the link is on the device.
  public let layout: LinkLayout

  init(layout: LinkLayout) { self.layout = layout }

  /// Waits for what the sensor sends.
  public func read(
    into chunk: inout ByteChunk,
    until deadline: ContinuousClock.Instant
  ) async throws(USBError) -> Bool { false }

  /// Sends bytes.
  public func write(_ bytes: [UInt8]) async throws(USBError) {}

  /// Sets the speed of the line.
  public func setBaud(_ baud: Int) async throws(USBError) {}

  /// Calls off all transfers and starts them anew.
  public func restartTransfers() async throws(USBError) {}

  /// Clears the halt of both endpoints and starts the transfers anew.
  public func clearHalt() async throws(USBError) {}

  /// Resets the device, sets it up again and starts the transfers anew.
  public func reset() async throws(USBError) {}

  /// Lets the device go.
  public func close() async {}

  /// What went over the link.
  public var counters: LinkCounters { LinkCounters() }
}
