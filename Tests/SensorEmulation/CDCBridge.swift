/// A USB communication device (CDC 1.2, abstract control model): a UNO's second controller, or a
/// board's own.
public struct CDCBridge: Bridge {
  /// Buffer of the controller.
  public let capacity = 128
  /// The line.
  public private(set) var line = SerialLine()
  private var coding: [UInt8] = [0x80, 0x25, 0, 0, 0, 0, 8]
  private var timer = PacketTimer(period: .milliseconds(4))

  /// A controller at power-up: 9600 8N1.
  public init() {
    line.baud = 9_600
  }

  /// Begins anew.
  public mutating func reset() {
    self = Self()
  }

  /// Keeps the line coding and the control lines.
  public mutating func control(_ request: ControlRequest, data: [UInt8]) -> ControlReply {
    switch (request.type, request.request) {
    case (0x21, 0x20):
      guard data.count >= 7 else { return .stall }
      coding = Array(data.prefix(7))
      line.baud = (0..<4).reduce(0) { $0 | Int(coding[$1]) << (8 * $1) }
    case (0xA1, 0x21): return .done(coding)
    case (0x21, 0x22):
      line.isReady = request.value & 1 != 0
      line.isRequesting = request.value & 2 != 0
    case (0x21, 0x23): break
    default: return .stall
    }
    return .done()
  }

  /// A full packet at once, any other 4 ms after the last one.
  public mutating func packet(
    from queue: inout FrameQueue,
    at time: Duration,
    largest: Int
  ) -> [UInt8]? {
    let size = min(64, largest)
    guard queue.count >= size || (queue.count > 0 && timer.isDue(at: time)) else { return nil }
    timer.restart(at: time)
    return queue.take(size)
  }
}
