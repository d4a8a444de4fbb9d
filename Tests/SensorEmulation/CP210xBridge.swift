/// A CP2102: plain bytes once the interface is enabled.
///
/// Source: Silicon Labs AN571.
public struct CP210xBridge: Bridge {
  /// Bytes that it holds for the host.
  public let capacity = 576
  /// The line.
  public private(set) var line = SerialLine()
  private var isEnabled = false
  private var flow = [UInt8](repeating: 0, count: 16)

  /// A chip at power-up.
  public init() {}

  /// Begins anew.
  public mutating func reset() {
    self = Self()
  }

  /// Keeps what is set and answers what is asked.
  public mutating func control(_ request: ControlRequest, data: [UInt8]) -> ControlReply {
    switch (request.type, request.request) {
    case (0x41, 0x00): isEnabled = request.value == 1
    case (0x41, 0x1E):
      guard data.count >= 4 else { return .stall }
      line.baud = (0..<4).reduce(0) { $0 | Int(data[$1]) << (8 * $1) }
    case (0xC1, 0x1D): return .done((0..<4).map { UInt8(line.baud >> (8 * $0) & 0xFF) })
    case (0x41, 0x03): break
    case (0x41, 0x13):
      guard data.count >= 16 else { return .stall }
      flow = Array(data.prefix(16))
    case (0x41, 0x07):
      if request.value & 0x0100 != 0 { line.isReady = request.value & 1 != 0 }
      if request.value & 0x0200 != 0 { line.isRequesting = request.value & 2 != 0 }
    case (0x41, 0x12): return request.value & 0x0A != 0 ? .purge : .done()
    case (0xC1, 0x08): return .done([0x30])
    default: return .stall
    }
    return .done()
  }

  /// What waits, at once.
  public mutating func packet(
    from queue: inout FrameQueue,
    at time: Duration,
    largest: Int
  ) -> [UInt8]? {
    guard isEnabled, queue.count > 0 else { return nil }
    return queue.take(min(64, largest))
  }
}
