/// A device that is plugged in, as its descriptors describe it.
public struct AttachedDevice: Hashable, Sendable {
  /// Where it is; new each time it is plugged in.
  public let address: USBAddress
  /// The bus and the ports that lead to it, such as `1-2.3`; the same for the same socket.
  public let portPath: String
  /// The vendor's number.
  public let vendor: UInt16
  /// The product's number.
  public let product: UInt16
  /// The device's release in binary-coded decimals, `bcdDevice`.
  public let release: UInt16
  /// The bytes of the device descriptor; 18 unless ``problem`` says otherwise.
  public let deviceDescriptor: [UInt8]
  /// The bytes of the configuration in force, with all that belongs to it.
  public let configurationDescriptor: [UInt8]
  /// The alternate settings of its interfaces; empty if ``problem`` says why.
  public let interfaces: [USBInterface]
  /// Why its descriptors cannot be used, if they cannot.
  public let problem: String?

  /// A device as the operating system found it.
  ///
  /// - Parameters:
  ///   - address: Where it is.
  ///   - portPath: The bus and the ports that lead to it.
  ///   - descriptors: The device descriptor and after it each configuration, as Linux keeps them.
  ///   - configuration: The value of the configuration in force; the first one if not known.
  public init(
    address: USBAddress,
    portPath: String,
    descriptors: [UInt8],
    configuration: UInt8? = nil
  ) {
    self.address = address
    self.portPath = portPath
    deviceDescriptor = Array(descriptors.prefix(Self.deviceLength))
    let head = deviceDescriptor
    vendor = Self.number(in: head, at: 8)
    product = Self.number(in: head, at: 10)
    release = Self.number(in: head, at: 12)
    do {
      try Self.check(head)
      let rest = descriptors.dropFirst(Self.deviceLength)
      let found = try Self.configuration(configuration, in: rest)
      configurationDescriptor = found.bytes
      interfaces = found.parsed.interfaces
      problem = nil
    } catch {
      configurationDescriptor = []
      interfaces = []
      problem = error.description
    }
  }

  init(address: USBAddress, portPath: String, ids: (vendor: UInt16, product: UInt16), why: String) {
    self.address = address
    self.portPath = portPath
    vendor = ids.vendor
    product = ids.product
    release = 0
    deviceDescriptor = []
    configurationDescriptor = []
    interfaces = []
    problem = why
  }

  /// Whether it is a hub: USB 2.0, 11.23.1.
  var isHub: Bool { deviceDescriptor.count > 4 && deviceDescriptor[4] == 0x09 }

  private static let deviceLength = 18
  /// As Linux limits them, `USB_MAXCONFIG`.
  private static let maximumConfigurations = 8

  private static func number(in bytes: [UInt8], at offset: Int) -> UInt16 {
    guard offset + 1 < bytes.count else { return 0 }
    return UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
  }

  private static func check(_ head: [UInt8]) throws(DescriptorError) {
    guard head.count == deviceLength else {
      throw DescriptorError(
        offset: 0,
        cause: .truncated(needed: deviceLength, found: head.count)
      )
    }
    guard head[0] == deviceLength else {
      throw DescriptorError(offset: 0, cause: .length(Int(head[0])))
    }
    guard head[1] == 1 else {
      throw DescriptorError(offset: 0, cause: .type(expected: 1, found: head[1]))
    }
  }

  /// The configuration with the value `wanted`, else the first.
  private static func configuration(
    _ wanted: UInt8?,
    in all: ArraySlice<UInt8>
  ) throws(DescriptorError) -> (bytes: [UInt8], parsed: USBConfiguration) {
    let first = try parse(all)
    guard let wanted, first.parsed.value != wanted else { return first }
    var rest = all.dropFirst(first.bytes.count)
    for _ in 1..<maximumConfigurations where !rest.isEmpty {
      let next = try parse(rest)
      if next.parsed.value == wanted { return next }
      rest = rest.dropFirst(next.bytes.count)
    }
    return first
  }

  private static func parse(
    _ rest: ArraySlice<UInt8>
  ) throws(DescriptorError) -> (bytes: [UInt8], parsed: USBConfiguration) {
    do {
      let parsed = try USBConfiguration(Array(rest))
      return (Array(rest.prefix(parsed.length)), parsed)
    } catch {
      throw DescriptorError(offset: rest.startIndex + error.offset, cause: error.cause)
    }
  }
}
