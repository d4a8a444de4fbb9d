/// One alternate setting of an interface, as a configuration descriptor describes it.
public struct USBInterface: Hashable, Sendable {
  /// Its number; requests and claims use it.
  public var number: UInt8
  /// The alternate setting; 0 is in force when a device is plugged in.
  public var alternate: UInt8
  /// The class code, such as 0x03 for HID.
  public var classCode: UInt8
  /// The subclass code.
  public var subclass: UInt8
  /// The protocol code.
  public var protocolCode: UInt8
  /// The endpoints, in the order of their descriptors.
  public var endpoints: [USBEndpoint] = []
  /// The data interfaces that a CDC Union descriptor puts under this one.
  public var unionMembers: [UInt8] = []
  /// The length of the HID report descriptor; 0 if there is none.
  public var reportDescriptorLength: UInt16 = 0

  /// An interface without endpoints.
  public init(
    number: UInt8,
    alternate: UInt8 = 0,
    classCode: UInt8,
    subclass: UInt8,
    protocolCode: UInt8
  ) {
    self.number = number
    self.alternate = alternate
    self.classCode = classCode
    self.subclass = subclass
    self.protocolCode = protocolCode
  }
}

/// An endpoint of an interface.
public struct USBEndpoint: Hashable, Sendable {
  /// How an endpoint carries data; the raw values are those of `bmAttributes`.
  public enum Transfer: UInt8, Sendable {
    /// Control.
    case control = 0
    /// Isochronous.
    case isochronous = 1
    /// Bulk.
    case bulk = 2
    /// Interrupt.
    case interrupt = 3
  }

  /// Its number, with bit 7 set for a transfer to the host.
  public let address: UInt8
  /// How it carries data.
  public let transfer: Transfer
  /// The largest packet, in bytes, as the device says; any number up to 2047.
  public let maxPacket: Int
  /// `bInterval`, whose unit depends on speed and kind.
  public let interval: UInt8

  /// An endpoint.
  public init(address: UInt8, transfer: Transfer, maxPacket: Int, interval: UInt8 = 0) {
    self.address = address
    self.transfer = transfer
    self.maxPacket = maxPacket
    self.interval = interval
  }

  /// Whether it carries data to the host.
  public var isIn: Bool { address & 0x80 != 0 }

  /// As `lsusb` writes the address: `endpoint 0x81`.
  var name: String {
    let digits = String(address, radix: 16)
    return "endpoint 0x" + (digits.count == 1 ? "0" : "") + digits
  }
}
