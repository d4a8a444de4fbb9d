import EmulatorScript
import Foundation
import SensorEmulation

/// A folder that looks like /sys as far as it tells of USB.
struct SystemFolder {
  private let root: String
  private let files = FileManager.default
  private static let controller = "/devices/pci0000:00/0000:00:14.0/usb1"

  /// Makes the folder with a root hub.
  init(path: String) throws {
    root = path
    for folder in ["/bus/usb/devices", "/class", "/dev/char", "/dev/block"] {
      try files.createDirectory(atPath: root + folder, withIntermediateDirectories: true)
    }
    try describe(.rootHub, at: USBPlace(port: "usb1", address: 1), speed: "480")
  }

  /// Where a device is described, seen from the folder.
  static func path(of place: USBPlace) -> String {
    place.port == "usb1" ? controller : "\(controller)/\(place.port)"
  }

  /// Writes what the kernel tells of a device.
  func describe(
    _ descriptors: USBDescriptors,
    at place: USBPlace,
    speed: String = "12"
  ) throws {
    let path = Self.path(of: place)
    try files.createDirectory(atPath: root + path + "/power", withIntermediateDirectories: true)
    for (name, text) in attributes(descriptors, place, speed: speed) {
      try Data("\(text)\n".utf8).write(to: URL(filePath: "\(root)\(path)/\(name)"))
    }
    let bytes = descriptors.device + descriptors.configuration
    try Data(bytes).write(to: URL(filePath: "\(root)\(path)/descriptors"))
    try restoreEventFile(descriptors, at: place)
    let up = path.split(separator: "/").map { _ in ".." }.joined(separator: "/")
    try link("\(path)/subsystem", to: "\(up)/bus/usb")
    try link("/bus/usb/devices/\(place.port)", to: "../../..\(path)")
    try link("/dev/char/189:\(place.address - 1)", to: "../..\(path)")
  }

  /// Takes a device away.
  func remove(_ place: USBPlace) throws {
    try files.removeItem(atPath: "\(root)/bus/usb/devices/\(place.port)")
    try files.removeItem(atPath: "\(root)/dev/char/189:\(place.address - 1)")
    try files.removeItem(atPath: root + Self.path(of: place))
  }

  /// Takes the event that somebody asked for by writing to a device's file, as `udevadm trigger`
  /// does; `nil` if nobody did.
  func takeAskedEvent(_ descriptors: USBDescriptors, at place: USBPlace) throws -> String? {
    let path = "\(root)\(Self.path(of: place))/uevent"
    guard let data = files.contents(atPath: path), !data.starts(with: Self.eventFileStart.utf8)
    else { return nil }
    try restoreEventFile(descriptors, at: place)
    let actions = ["add", "change", "bind", "unbind", "remove"]
    return actions.first { data.starts(with: $0.utf8) }
  }

  private static let eventFileStart = "MAJOR="

  private func restoreEventFile(_ descriptors: USBDescriptors, at place: USBPlace) throws {
    let lines = DeviceEvents.properties(of: descriptors, at: place) + [("DRIVER", "usb")]
    let text = lines.map { "\($0)=\($1)\n" }.joined()
    let path = "\(root)\(Self.path(of: place))/uevent"
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  private func link(_ path: String, to target: String) throws {
    try files.createSymbolicLink(atPath: root + path, withDestinationPath: target)
  }

  private func attributes(
    _ descriptors: USBDescriptors,
    _ place: USBPlace,
    speed: String
  ) -> [(String, String)] {
    var result = [
      ("idVendor", Self.hex(descriptors.vendor)), ("idProduct", Self.hex(descriptors.product)),
      ("bcdDevice", Self.hex(descriptors.version)), ("busnum", "1"),
      ("devnum", "\(place.address)"), ("dev", "189:\(place.address - 1)"),
      ("devpath", place.port == "usb1" ? "0" : String(place.port.dropFirst(2))),
      ("speed", speed), ("bConfigurationValue", "1"), ("bNumConfigurations", "1"),
      ("power/control", "on"),
    ]
    // Strings that lie never get as far as the kernel's attributes.
    guard descriptors.rawStrings.isEmpty else { return result }
    let strings = [
      ("manufacturer", descriptors.manufacturer), ("product", descriptors.productName),
      ("serial", descriptors.serial),
    ]
    for (name, text) in strings {
      if let text { result.append((name, text)) }
    }
    return result
  }

  private static func hex(_ number: UInt16) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 4 - text.count) + text
  }
}

/// Where on the bus a device is.
struct USBPlace {
  /// Its port, as the kernel names it: 1-2, or usb1 for the root hub.
  let port: String
  let address: Int

  /// The name of its file in the folder of the bus.
  var file: String { String(repeating: "0", count: 3 - "\(address)".count) + "\(address)" }
}
