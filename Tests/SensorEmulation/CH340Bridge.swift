/// A CH340: plain bytes, registers for speed and lines.
///
/// Source: behaviour described by usb-serial-for-android (MIT).
public struct CH340Bridge: Bridge {
  /// Bytes that it holds for the host.
  public let capacity = 64
  /// The line.
  public private(set) var line = SerialLine()
  private var registers: [UInt16: UInt16] = [0x2518: 0x00C3, 0x0706: 0x009F]

  /// A chip at power-up.
  public init() {}

  /// Begins anew.
  public mutating func reset() {
    self = Self()
  }

  /// Keeps registers and answers what is asked.
  public mutating func control(_ request: ControlRequest, data: [UInt8]) -> ControlReply {
    switch (request.type, request.request) {
    case (0xC0, 0x5F): return .done([0x31, 0x00])
    case (0xC0, 0x95):
      let value = registers[request.value, default: 0]
      return .done([UInt8(value & 0xFF), UInt8(value >> 8)])
    case (0x40, 0xA1): break
    case (0x40, 0x9A):
      registers[request.value] = request.index
      line.baud = baud
    case (0x40, 0xA4):
      line.isReady = request.value & 0x20 == 0
      line.isRequesting = request.value & 0x40 == 0
    default: return .stall
    }
    return .done()
  }

  /// The speed that registers 1312 and 0F2C stand for.
  private var baud: Int {
    let divisor = registers[0x1312, default: 0]
    let rest = registers[0x0F2C, default: 0]
    if divisor == 0xF387, rest == 0 { return 921_600 }
    let factor = 0x10000 - (Int(divisor & 0xFF00) | Int(rest & 0xFF))
    return 1_532_620_800 / (factor << (3 * (3 - Int(divisor & 3))))
  }

  /// What waits, at once if bit 7 of register 1312 says so, else in full packets.
  public mutating func packet(
    from queue: inout FrameQueue,
    at time: Duration,
    largest: Int
  ) -> [UInt8]? {
    let size = min(32, largest)
    let isAtOnce = registers[0x1312, default: 0] & 0x80 != 0
    guard queue.count >= size || (queue.count > 0 && isAtOnce) else { return nil }
    return queue.take(size)
  }
}
