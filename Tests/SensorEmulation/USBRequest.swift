/// A transfer that a host asks for: what Linux calls an URB.
public struct USBRequest: Hashable, Sendable {
  /// The host's own number for it.
  public let id: UInt
  /// The endpoint's address; 0 for control.
  public let endpoint: UInt8
  /// How many bytes the host has room for, or sends.
  public let length: Int
  /// What the host sends; the setup packet first in a control transfer.
  public let data: [UInt8]
  /// What has come so far.
  var received: [UInt8] = []

  /// A transfer.
  public init(id: UInt, endpoint: UInt8, length: Int, data: [UInt8] = []) {
    self.id = id
    self.endpoint = endpoint
    self.length = length
    self.data = data
  }
}

/// How a transfer ended.
public struct USBCompletion: Hashable, Sendable {
  /// The host's number for the transfer.
  public let id: UInt
  /// How.
  public let status: USBStatus
  /// How many bytes went over the bus.
  public let length: Int
  /// What came in.
  public let data: [UInt8]
}

/// The ends of a transfer, as Linux numbers them (`errno`, negative).
public enum USBStatus: Int32, Hashable, Sendable {
  /// All went well; perhaps fewer bytes than there was room for.
  case done = 0
  /// The host took it back (ENOENT).
  case cancelled = -2
  /// The endpoint is halted (EPIPE).
  case stalled = -32
  /// The bus garbled it (EPROTO).
  case garbled = -71
  /// The device sent more than there was room for (EOVERFLOW).
  case overflowed = -75
  /// The device is gone (ESHUTDOWN).
  case shutdown = -108
}
