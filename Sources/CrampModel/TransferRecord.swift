/// One USB transfer as it went over the bus, complete enough to be played again.
///
/// The fields are those of the Linux usbmon header, `Documentation/usb/usbmon.rst`.
public struct TransferRecord: Hashable, Sendable {
  /// How a transfer is carried; the raw values are usbmon's.
  public enum Kind: UInt8, Sendable {
    /// Interrupt, as HID uses it.
    case interrupt = 1
    /// Control, on endpoint 0.
    case control = 2
    /// Bulk, as serial bridges use it.
    case bulk = 3
  }

  /// When the transfer was completed.
  public var time: Timestamp
  /// How it was carried.
  public var kind: Kind
  /// The endpoint's address; bit 7 is set for a transfer to the host.
  public var endpoint: UInt8
  /// The bus that the device is on.
  public var bus: UInt16
  /// The device's address on the bus.
  public var device: UInt8
  /// 0, or the negative errno with which the transfer ended.
  public var status: Int32
  /// The eight bytes of a control request; empty otherwise.
  public var setup: [UInt8]
  /// The data that went over the bus, without the control request.
  public var data: [UInt8]

  /// A transfer.
  public init(
    time: Timestamp,
    kind: Kind,
    endpoint: UInt8,
    bus: UInt16,
    device: UInt8,
    status: Int32 = 0,
    setup: [UInt8] = [],
    data: [UInt8] = []
  ) {
    self.time = time
    self.kind = kind
    self.endpoint = endpoint
    self.bus = bus
    self.device = device
    self.status = status
    self.setup = setup
    self.data = data
  }

  /// Whether the data went to the host.
  public var isIn: Bool { endpoint & 0x80 != 0 }
}
