public import CrampModel

/// A device in a USB capture, with what it said about itself while it was captured.
public struct CaptureDevice: Hashable, Sendable {
  /// Where a device is on the host's buses.
  public struct Address: Hashable, Sendable, CustomStringConvertible {
    /// The bus, from 1.
    public var bus: UInt16
    /// The device's number on the bus, 1...127.
    public var device: UInt8

    /// An address of two numbers.
    public init(bus: UInt16, device: UInt8) {
      self.bus = bus
      self.device = device
    }

    /// The address that a person wrote as `BUS.DEVICE`, as Wireshark shows it; `nil` if it is none.
    public init?(spelling: String) {
      let parts = spelling.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, let bus = UInt16(parts[0]), let device = UInt8(parts[1]) else {
        return nil
      }
      self.init(bus: bus, device: device)
    }

    /// As Wireshark shows it: `1.5`.
    public var description: String { "\(bus).\(device)" }
  }

  /// Where it is.
  public let address: Address
  /// The vendor's number, if the device descriptor is in the capture.
  public var vendor: UInt16?
  /// The product's number, if the device descriptor is in the capture.
  public var product: UInt16?
  /// The manufacturer's name, if it is in the capture.
  public var manufacturer: String?
  /// The product's name, if it is in the capture.
  public var name: String?
  /// The serial number, if it is in the capture.
  public var serial: String?

  /// A device of which only the address is known.
  public init(address: Address) {
    self.address = address
  }
}

extension CaptureDevice: CustomStringConvertible {
  /// The address, and in parentheses what is known: `1.5 (0403:6015 FT231X USB UART DQ007XYZ)`.
  public var description: String {
    var words: [String] = []
    if let vendor, let product { words.append("\(Self.hex(vendor)):\(Self.hex(product))") }
    words += [name, serial].compactMap { $0 }
    return words.isEmpty ? "\(address)" : "\(address) (\(words.joined(separator: " ")))"
  }

  private static func hex(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension CaptureDevice {
  /// The transfers in which a host reads who the device is, for the start of a capture.
  ///
  /// A capture that begins on a device in use has none, and could not be told from others. The
  /// descriptors are put together from what is known here; all else in them is zero.
  ///
  /// - Parameter time: The time of all of them.
  /// - Returns: None if the vendor or the product is unknown.
  public func identification(at time: Timestamp) -> [TransferRecord] {
    guard let vendor, let product else { return [] }
    let texts = [manufacturer, name, serial]
    var descriptor: [UInt8] = [18, 1, 0, 2, 0, 0, 0, 64]
    descriptor.append(little: vendor)
    descriptor.append(little: product)
    descriptor += [0, 0]
    for (index, text) in texts.enumerated() {
      descriptor.append(text == nil ? 0 : UInt8(index + 1))
    }
    descriptor.append(1)
    var records = [request(type: 1, index: 0, language: 0, descriptor, at: time)]
    for (index, text) in texts.enumerated() {
      guard let text else { continue }
      var letters: [UInt8] = []
      for unit in text.utf16.prefix(126) {
        letters.append(little: unit)
      }
      let string = [UInt8(letters.count + 2), 3] + letters
      // United States English, as hosts ask for it.
      records.append(
        request(type: 3, index: UInt8(index + 1), language: 0x0409, string, at: time)
      )
    }
    return records
  }

  private func request(
    type: UInt8,
    index: UInt8,
    language: UInt16,
    _ answer: [UInt8],
    at time: Timestamp
  ) -> TransferRecord {
    var setup: [UInt8] = [0x80, 6, index, type]
    setup.append(little: language)
    setup.append(little: UInt16(type == 1 ? 18 : 255))
    return TransferRecord(
      time: time,
      kind: .control,
      endpoint: 0x80,
      bus: address.bus,
      device: address.device,
      setup: setup,
      data: answer
    )
  }
}
