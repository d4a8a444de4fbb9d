/// The chip between a microcontroller and the bus.
public protocol Bridge: Sendable {
  /// How many bytes it holds for the host.
  var capacity: Int { get }
  /// The serial line as the host has set it; `nil` where there is no UART and no such thing.
  var line: SerialLine { get }

  /// Begins anew.
  mutating func reset()

  /// Answers a request that is not a standard one.
  ///
  /// - Parameters:
  ///   - request: The setup packet.
  ///   - data: What the host sends with it.
  /// - Returns: The answer.
  mutating func control(_ request: ControlRequest, data: [UInt8]) -> ControlReply

  /// Makes the next packet for the host.
  ///
  /// - Parameters:
  ///   - queue: What waits.
  ///   - time: Since the device was plugged in.
  ///   - largest: The most bytes of the queue to take, or fewer: a fault may ask for short packets.
  /// - Returns: `nil` while there is nothing to say.
  mutating func packet(
    from queue: inout FrameQueue,
    at time: Duration,
    largest: Int
  ) -> [UInt8]?
}

/// A serial line between a bridge and a microcontroller.
public struct SerialLine: Hashable, Sendable {
  /// Bits per second; 0 before the host has set it.
  public var baud = 0
  /// Data terminal ready.
  public var isReady = false
  /// Request to send.
  public var isRequesting = false

  /// A line that nobody has set.
  public init() {}
}

/// Says when a chip sends less than a full packet.
struct PacketTimer: Hashable, Sendable {
  var period: Duration
  private var last = Duration.zero

  init(period: Duration) {
    self.period = period
  }

  func isDue(at time: Duration) -> Bool { time >= last + period }

  mutating func restart(at time: Duration) {
    last = time
  }
}

/// Which chip or built-in controller brings a serial sensor to the bus.
public enum BridgeKind: String, Hashable, Sendable, CaseIterable {
  /// FT231X.
  case ftdi
  /// ATmega16U2 of an Arduino UNO R3.
  case cdc
  /// CH340.
  case ch340
  /// CP2102.
  case cp210x
}
