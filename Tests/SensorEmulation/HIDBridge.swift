/// A human interface device with reports of 64 bytes (HID 1.11).
public struct HIDBridge: Bridge {
  /// Eight reports.
  public let capacity = 512
  /// No line: always ready.
  public let line: SerialLine
  /// The report descriptor: vendor page, 64 bytes in and 64 bytes out.
  public static let reportDescriptor: [UInt8] = [
    0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95,
    0x40, 0x09, 0x02, 0x81, 0x02, 0x09, 0x03, 0x91, 0x02, 0xC0,
  ]

  /// A device at power-up.
  public init() {
    var line = SerialLine()
    line.isReady = true
    self.line = line
  }

  /// Begins anew.
  public mutating func reset() {}

  /// Takes a report that comes as a request.
  public mutating func control(_ request: ControlRequest, data: [UInt8]) -> ControlReply {
    switch (request.type, request.request) {
    case (0x81, 0x06) where request.value >> 8 == 0x22: .done(Self.reportDescriptor)
    case (0x21, 0x0A), (0x21, 0x0B): .done()
    case (0x21, 0x09) where request.value >> 8 == 2: .output(data)
    default: .stall
    }
  }

  /// A report.
  public mutating func packet(
    from queue: inout FrameQueue,
    at time: Duration,
    largest: Int
  ) -> [UInt8]? {
    guard queue.count >= 64 else { return nil }
    let report = queue.take(64)
    return Array(report.prefix(largest))
  }
}
