/// The setup packet of a control transfer (USB 2.0, 9.3).
public struct ControlRequest: Hashable, Sendable {
  /// Direction, type and recipient.
  public let type: UInt8
  /// Which request.
  public let request: UInt8
  /// Its parameter.
  public let value: UInt16
  /// Its second parameter, often an interface or an endpoint.
  public let index: UInt16
  /// How many bytes of data there are, or may come.
  public let length: UInt16

  /// A request.
  public init(_ type: UInt8, _ request: UInt8, _ value: UInt16, _ index: UInt16, length: UInt16 = 0)
  {
    self.type = type
    self.request = request
    self.value = value
    self.index = index
    self.length = length
  }

  /// Reads a setup packet; `nil` if there are fewer than 8 bytes.
  public init?(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes.prefix(8))
    guard bytes.count == 8 else { return nil }
    type = bytes[0]
    request = bytes[1]
    value = UInt16(bytes[2]) | UInt16(bytes[3]) << 8
    index = UInt16(bytes[4]) | UInt16(bytes[5]) << 8
    length = UInt16(bytes[6]) | UInt16(bytes[7]) << 8
  }

  /// Whether data goes to the host.
  public var isIn: Bool { type & 0x80 != 0 }
}

/// What a device answers to a control request.
public enum ControlReply: Hashable, Sendable {
  /// It is done; with data if the host wants some.
  case done([UInt8] = [])
  /// The data of the request are for the firmware.
  case output([UInt8])
  /// What waits for the host is to be forgotten.
  case purge
  /// The request is not known.
  case stall
}
