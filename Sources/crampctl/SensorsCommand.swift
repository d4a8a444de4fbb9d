import ArgumentParser
import CrampModel
import EventStream
import Foundation
import SensorSources

/// `crampctl sensors`.
struct SensorsCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "sensors",
    abstract: "Show what sensors there are, and why one that is attached is not in use.",
    discussion: """
      Asks the daemon if it runs; else looks at the USB devices itself. --supported lists the \
      families and the USB ids that crampd knows.

        crampctl sensors
        crampctl sensors --supported
        crampctl sensors --format json | jq .
      """
  )

  @Flag(help: "List what is supported, attached or not.")
  var supported = false

  @Option(help: "How to print: text or json.")
  var format = Format.text

  @OptionGroup var socket: SocketArguments

  func run() async throws {
    guard !supported else {
      try Output.write(SupportedSensors.text)
      return
    }
    let devices = try await devices()
    switch format {
    case .json: try Output.write(try devices.json() + "\n")
    case .text: try Output.write(text(devices))
    }
  }

  /// The daemon's view, else our own.
  private func devices() async throws -> DeviceList {
    do {
      let status = try await Daemon(path: socket.path).ask("status").result
      return DeviceList(daemon: try JSONTree(status))
    } catch let failure as Failure where socket.socket == nil {
      Diagnostics.warn("\(failure); looking at USB without it")
      return DeviceList(devices: try await SensorHub(discovery: Discovery()).survey())
    }
  }

  private func text(_ devices: DeviceList) -> String {
    guard !devices.rows.isEmpty else {
      return "no USB device is attached; `crampctl sensors --supported` lists what crampd knows\n"
    }
    var table = TextTable(["usb", "port", "serial", "name", "state", ""])
    for row in devices.rows {
      table.add([row.usb, row.port, row.serial, row.name, row.state, row.message])
    }
    return table.text
  }
}

/// The devices that are attached, by whoever has seen them.
struct DeviceList {
  struct Row: Encodable {
    let usb: String
    let port: String
    let serial: String
    let name: String
    let state: String
    let message: String
  }

  let rows: [Row]

  init(daemon status: JSONTree) {
    rows = (status["devices"]?.objects ?? []).map { device in
      Row(
        usb: device["usb"]?.shown ?? "",
        port: device["port"]?.shown ?? "",
        serial: device["serial"]?.shown ?? "",
        name: device["name"]?.shown ?? "",
        state: device["state"]?.shown ?? "",
        message: device["message"]?.shown ?? ""
      )
    }
  }

  init(devices: [HubDevice]) {
    rows = devices.map { device in
      let (state, message) =
        switch device.state {
        case .opening: ("usable", "the daemon would use it")
        case .streaming(let sensor): ("in use", sensor)
        case .failed(let reason): ("failed", reason)
        case .ignored(let reason): ("not used", reason)
        }
      return Row(
        usb: device.ids.description,
        port: device.port,
        serial: device.serial ?? "",
        name: device.name,
        state: state,
        message: message
      )
    }
  }

  /// An array of objects.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(rows), as: UTF8.self)
  }
}

/// What crampd knows, for people.
enum SupportedSensors {
  static var text: String {
    var families = TextTable(["driver", "sensors"])
    for family in SensorFamily.allCases { families.add([family.rawValue, family.title]) }
    var devices = TextTable(["usb", "device", "used"])
    for device in SupportedDevice.all {
      let ids = device.products.map {
        USBSensorRule.IDs(vendor: device.vendor, product: $0).description
      }
      let vendor = USBSensorRule.IDs(vendor: device.vendor, product: 0).description.prefix(5)
      let shown = ids.isEmpty ? ["\(vendor)*"] : ids
      for id in shown { devices.add([id, device.name, used(device.policy)]) }
    }
    return families.text + "\n" + devices.text
  }

  private static func used(_ policy: SupportedDevice.Policy) -> String {
    switch policy {
    case .unique(let family): "at once, as \(family.rawValue)"
    case .generic(let families):
      "if configured, as \(families.map(\.rawValue).joined(separator: ", "))"
    case .never(let reason): "never: \(reason)"
    }
  }
}
