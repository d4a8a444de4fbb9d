public import SensorProtocols

/// What the configuration says about a USB sensor: which one is meant, and what it is.
public struct USBSensorRule: Hashable, Sendable {
  /// A vendor's and a product's USB id, written `0403:6015`.
  public struct IDs: Hashable, Sendable {
    /// The vendor's id.
    public let vendor: UInt16
    /// The product's id.
    public let product: UInt16

    /// The ids of a product.
    public init(vendor: UInt16, product: UInt16) {
      self.vendor = vendor
      self.product = product
    }

    /// Reads two hexadecimal numbers with a colon between them; anything else gives `nil`.
    public init?(_ text: String) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ (1...4).contains($0.count) }),
        let vendor = UInt16(parts[0], radix: 16), let product = UInt16(parts[1], radix: 16)
      else { return nil }
      self.vendor = vendor
      self.product = product
    }
  }

  /// The family; `nil` where the ids alone say it, or where it is to be found out.
  public var driver: SensorFamily?
  /// Only devices with these ids.
  public var ids: IDs?
  /// Only the device with this serial number.
  public var serial: String?
  /// Only the device at this place, such as `1-2.3`.
  public var port: String?
  /// What a person says about the sensor.
  public var settings = DriverSettings()

  /// A rule that fits every device and says nothing.
  public init() {}

  /// Whether the rule means a device.
  func fits(_ device: SeenDevice) -> Bool {
    if let ids, ids != device.ids { return false }
    if let serial, serial != device.serial { return false }
    if let port, port != device.port { return false }
    guard let driver, ids == nil, serial == nil, port == nil else { return true }
    // Named by its driver alone: only devices that are known to carry such sensors.
    return
      switch SupportedDevice.known(vendor: device.ids.vendor, product: device.ids.product)?
      .policy
    {
    case .unique(let family): family == driver
    case .generic(let families): families.contains(driver)
    case .never, nil: false
    }
  }
}

extension USBSensorRule.IDs: CustomStringConvertible {
  /// As `lsusb` writes them: `0403:6015`.
  public var description: String { "\(Self.hex(vendor)):\(Self.hex(product))" }

  private static func hex(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
