/// An FT231X: each packet begins with two status bytes, and one is sent every latency period.
///
/// Source: behaviour described by pyftdi (BSD-3) and usb-serial-for-android (MIT).
public struct FTDIBridge: Bridge {
  /// FIFO of an FT-X chip.
  public let capacity = 512
  /// The line.
  public private(set) var line = SerialLine()
  /// Whether bytes arrive at another speed than the line's.
  public var isFraming = false
  private var timer = PacketTimer(period: .milliseconds(16))
  private var data: UInt16 = 8
  private var flow: UInt16 = 0

  /// A chip at power-up.
  public init() {}

  /// Begins anew.
  public mutating func reset() {
    self = Self()
  }

  /// The latency timer's period.
  public var latency: Duration { timer.period }

  /// Keeps what is set and answers what is asked.
  public mutating func control(_ request: ControlRequest, data: [UInt8]) -> ControlReply {
    switch (request.type, request.request) {
    case (0x40, 0x00):
      // 1 is for the bytes to the firmware, which never wait here.
      return request.value == 1 ? .done() : .purge
    case (0x40, 0x01): setModem(request.value)
    case (0x40, 0x02): flow = request.index
    case (0x40, 0x03): line.baud = Self.baud(request.value, request.index)
    case (0x40, 0x04): self.data = request.value
    case (0x40, 0x09):
      guard (1...255).contains(request.value) else { return .stall }
      timer.period = .milliseconds(Int(request.value))
    case (0x40, 0x0B): break
    case (0xC0, 0x05): return .done([0x01, 0x60])
    case (0xC0, 0x0A): return .done([UInt8(timer.period / .milliseconds(1))])
    default: return .stall
    }
    return .done()
  }

  private mutating func setModem(_ value: UInt16) {
    if value & 0x0100 != 0 { line.isReady = value & 1 != 0 }
    if value & 0x0200 != 0 { line.isRequesting = value & 2 != 0 }
  }

  /// The speed of a divisor: whole part in 14 bits, eighths in a code of 3.
  static func baud(_ value: UInt16, _ index: UInt16) -> Int {
    let code = Int(value >> 14) | Int(index & 1) << 2
    let whole = Int(value & 0x3FFF)
    switch (whole, code) {
    case (0, 0): return 3_000_000
    case (1, 1): return 2_000_000
    default:
      let eighths = [0, 4, 2, 1, 3, 5, 6, 7][code]
      return 24_000_000 / max(1, whole * 8 + eighths)
    }
  }

  /// A full packet at once, any other when the latency timer runs out.
  public mutating func packet(
    from queue: inout FrameQueue,
    at time: Duration,
    largest: Int
  ) -> [UInt8]? {
    let size = min(62, largest)
    guard queue.count >= size || timer.isDue(at: time) else { return nil }
    timer.restart(at: time)
    let status: UInt8 = 0x60 | (queue.takeOverrun() ? 0x02 : 0) | (isFraming ? 0x08 : 0)
    return [0x01, status] + queue.take(size)
  }
}
