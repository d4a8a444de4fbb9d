/// Where a device is on the bus; it gets a new one each time it is plugged in.
public struct USBAddress: Hashable, Sendable {
  /// The number of the bus, from 1.
  public let bus: UInt8
  /// The number of the device on the bus, from 1 to 127.
  public let device: UInt8

  /// The address of device `device` on bus `bus`.
  public init(bus: UInt8, device: UInt8) {
    self.bus = bus
    self.device = device
  }
}

extension USBAddress: CustomStringConvertible {
  /// As the device's node is named: `001/004`.
  public var description: String { "\(Self.padded(bus))/\(Self.padded(device))" }

  private static func padded(_ number: UInt8) -> String {
    let digits = String(number)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }
}
