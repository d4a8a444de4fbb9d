import SensorSources

/// A USB device that crampd knows, as the operating system shows it to everybody.
///
/// Source: Linux, `sysfs-bus-usb` in `Documentation/ABI/testing` and `stable`; udev(7) keeps its
/// properties in `/run/udev/data`, by the device's numbers.
struct AttachedSensor {
  let port: String
  let ids: String
  let serial: String?
  let known: SupportedDevice
  /// The node under `/dev`.
  let node: String
  /// What udev has noted of it; `nil` if it cannot be seen.
  let properties: [String: String]?
  /// The kernel's drivers on its interfaces.
  let drivers: [String]
  /// `on` or `auto`; `nil` if it cannot be seen.
  let powerControl: String?
  /// `active` or `suspended`; `nil` if it cannot be seen.
  let powerState: String?

  private static let folder = "/sys/bus/usb/devices"

  /// The devices that crampd knows, by their places.
  static func all(on machine: Machine) -> [Self] {
    machine.names(in: folder).filter { !$0.contains(":") }.compactMap { Self($0, on: machine) }
  }

  private init?(_ port: String, on machine: Machine) {
    func value(_ name: String) -> String? {
      machine.text("\(Self.folder)/\(port)/\(name)")
        .map { $0.split(separator: "\n").first.map(String.init) ?? "" }
    }
    guard let vendor = value("idVendor").flatMap({ UInt16($0, radix: 16) }),
      let product = value("idProduct").flatMap({ UInt16($0, radix: 16) }),
      let known = SupportedDevice.known(vendor: vendor, product: product),
      let bus = value("busnum").flatMap({ Int($0) }), (0..<1_000).contains(bus),
      let number = value("devnum").flatMap({ Int($0) }), (0..<1_000).contains(number)
    else { return nil }
    self.port = port
    self.known = known
    ids = USBSensorRule.IDs(vendor: vendor, product: product).description
    serial = value("serial")
    node = "/dev/bus/usb/\(Self.three(bus))/\(Self.three(number))"
    properties = value("dev").flatMap { machine.text("/run/udev/data/c\($0)") }
      .map(Self.properties(in:))
    powerControl = value("power/control")
    powerState = value("power/runtime_status")
    drivers = machine.names(in: Self.folder).filter { $0.hasPrefix(port + ":") }
      .compactMap { machine.target(of: "\(Self.folder)/\($0)/driver") }
      .compactMap { $0.split(separator: "/").last.map(String.init) }
  }

  /// Whether it is used without being named in the configuration.
  var isUnique: Bool { if case .unique = known.policy { true } else { false } }

  /// `Human SpikerBox at 1-2`.
  var title: String { "\(known.name) at \(port)" }

  private static func three(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)"
  }

  private static func properties(in text: String) -> [String: String] {
    var properties: [String: String] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("E:") {
      let parts = line.dropFirst(2).split(separator: "=", maxSplits: 1)
      if let name = parts.first, let value = parts.dropFirst().first {
        properties[String(name)] = String(value)
      }
    }
    return properties
  }
}
