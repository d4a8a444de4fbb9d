/// What a device says of itself on the bus (USB 2.0, 9.6).
public struct USBDescriptors: Hashable, Sendable {
  /// The device descriptor.
  public var device: [UInt8]
  /// The configuration descriptor with all that belongs to it.
  public var configuration: [UInt8]
  /// The strings by their index.
  public var strings: [UInt8: String]
  /// Strings in place of those, as raw descriptors.
  public var rawStrings: [UInt8: [UInt8]] = [:]

  /// The vendor's id.
  public var vendor: UInt16 { word(8) }
  /// The product's id.
  public var product: UInt16 { word(10) }
  /// The version of the device, in binary coded decimals.
  public var version: UInt16 { word(12) }
  /// The serial number, if there is one.
  public var serial: String? { strings[byte(16)] }
  /// The manufacturer's name, if there is one.
  public var manufacturer: String? { strings[byte(14)] }
  /// The product's name, if there is one.
  public var productName: String? { strings[byte(15)] }

  private func byte(_ offset: Int) -> UInt8 { offset < device.count ? device[offset] : 0 }

  private func word(_ offset: Int) -> UInt16 {
    UInt16(byte(offset)) | UInt16(byte(offset + 1)) << 8
  }

  mutating func setIdentity(vendor: UInt16, product: UInt16) {
    device[8] = UInt8(vendor & 0xFF)
    device[9] = UInt8(vendor >> 8)
    device[10] = UInt8(product & 0xFF)
    device[11] = UInt8(product >> 8)
  }

  /// Sets the serial number.
  ///
  /// - Parameter serial: The text.
  /// - Throws: ``EmulationError`` if the device has no such string.
  mutating func setSerial(_ serial: String) throws(EmulationError) {
    let index = byte(16)
    guard index != 0 else {
      throw .value(serial, key: "serial", expected: "possible: this chip has no serial number")
    }
    strings[index] = serial
  }

  /// The interfaces and their endpoints, as far as the configuration can be read.
  var interfaces: [USBInterface] {
    var result: [USBInterface] = []
    var rest = configuration[...]
    while let length = rest.first, length >= 2, rest.count >= Int(length) {
      let bytes = Array(rest.prefix(Int(length)))
      if bytes[1] == 4, length >= 9 {
        result.append(USBInterface(number: bytes[2], code: bytes[5]))
      } else if bytes[1] == 5, length >= 7, !result.isEmpty {
        result[result.count - 1].endpoints.append(
          USBEndpoint(
            address: bytes[2],
            kind: bytes[3] & 3,
            size: Int(bytes[4]) | Int(bytes[5]) << 8
          )
        )
      }
      rest = rest.dropFirst(Int(length))
    }
    return result
  }

  /// A string descriptor; `nil` if there is none of this index.
  func string(_ index: UInt8) -> [UInt8]? {
    if let raw = rawStrings[index] { return raw }
    guard index != 0 else { return [4, 3, 9, 4] }
    guard let text = strings[index] else { return nil }
    let units = text.utf16.prefix(126).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    return [UInt8(2 + units.count), 3] + units
  }
}

/// An interface of a configuration.
struct USBInterface: Hashable, Sendable {
  let number: UInt8
  /// Its class.
  let code: UInt8
  var endpoints: [USBEndpoint] = []
}

/// An endpoint of an interface.
struct USBEndpoint: Hashable, Sendable {
  let address: UInt8
  /// 2 for bulk, 3 for interrupt.
  let kind: UInt8
  /// The most bytes in a packet.
  let size: Int

  var isIn: Bool { address & 0x80 != 0 }
}
