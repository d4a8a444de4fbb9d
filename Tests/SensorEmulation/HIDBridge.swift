/// A human interface device with reports of 64 bytes (HID 1.11).
public struct HIDBridge: Bridge {
  /// Eight reports.
  public let capacity = 512
  /// No line: always ready.
  public let line: SerialLine
  /// The first byte of every report; `nil` where reports have no number.
  public let reportNumber: UInt8?

  /// A device at power-up.
  ///
  /// - Parameter reportNumber: The first byte of every report, if they are numbered.
  public init(reportNumber: UInt8? = nil) {
    self.reportNumber = reportNumber
    var line = SerialLine()
    line.isReady = true
    self.line = line
  }

  /// The report descriptor: a vendor's page, reports of 64 bytes in and out, number included.
  public var reportDescriptor: [UInt8] {
    let number: [UInt8] = reportNumber.map { [0x85, $0] } ?? []
    let count: UInt8 = reportNumber == nil ? 64 : 63
    return [0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01] + number + [
      0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, count, 0x09, 0x02, 0x81, 0x02, 0x09, 0x03,
      0x91, 0x02, 0xC0,
    ]
  }

  /// Begins anew.
  public mutating func reset() {}

  /// Takes a report that comes as a request.
  public mutating func control(_ request: ControlRequest, data: [UInt8]) -> ControlReply {
    switch (request.type, request.request) {
    case (0x81, 0x06) where request.value >> 8 == 0x22: .done(reportDescriptor)
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
