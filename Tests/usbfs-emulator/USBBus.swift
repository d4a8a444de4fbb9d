import CFuse
import EmulatorScript
import Glibc
import SensorEmulation

/// The made-up bus with all devices that are or were plugged in.
final class USBBus {
  private let folder: SystemFolder
  private let events: DeviceEvents
  private let nodes: String
  private let start = USBBus.monotonic
  private var lastAddress = 1
  /// The newest device of each name.
  private var devices: [String: USBNode] = [:]
  /// By address; those that are gone stay while a program may hold them open.
  private(set) var nodesByAddress: [Int: USBNode] = [:]

  init(folder: SystemFolder, events: DeviceEvents, nodes: String) throws {
    self.folder = folder
    self.events = events
    self.nodes = nodes + "/001"
    guard mkdir(self.nodes, 0o755) == 0 || errno == EEXIST else {
      throw EmulatorError.system("make \(self.nodes)", errno)
    }
    try makeDevice(USBPlace(port: "usb1", address: 1))
  }

  /// The folder's path of the true file of a device.
  func deviceFile(_ place: USBPlace) -> String { "\(nodes)/\(place.file)" }

  private func makeDevice(_ place: USBPlace) throws(EmulatorError) {
    let path = deviceFile(place)
    unlink(path)
    let minor = UInt32(place.address - 1)
    guard crampd_make_device(path, 189, minor) == 0 else { throw .system("make \(path)", errno) }
  }

  /// Brings all sensors up to now.
  func advance() throws {
    for device in devices.values where device.isPresent {
      device.advance(to: clock)
      let descriptors = device.model.descriptors
      if let action = try folder.takeAskedEvent(descriptors, at: device.place) {
        try events.tell(action, of: descriptors, at: device.place)
      }
    }
  }

  private static var monotonic: Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// The clock's time of a moment, in seconds since 1970.
  private func wallTime(of moment: Duration) -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let now = Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    return now - (clock - moment) / .seconds(1)
  }

  private func freePort(_ wanted: String?) throws(EmulatorError) -> String {
    let used = Set(devices.values.filter(\.isPresent).map(\.place.port))
    if let wanted {
      guard wanted.hasPrefix("1-"), (1...255).contains(Int(wanted.dropFirst(2)) ?? 0) else {
        throw .device("port \(wanted): expected something like 1-2")
      }
      guard !used.contains(wanted) else { throw .device("port \(wanted) is taken") }
      return wanted
    }
    guard let port = (1...126).map({ "1-\($0)" }).first(where: { !used.contains($0) }) else {
      throw .device("plug: no port is free")
    }
    return port
  }

  private func device(_ name: String) throws(EmulatorError) -> USBNode {
    guard let device = devices[name] else { throw .device("\(name) was never plugged in") }
    return device
  }

  private func present(_ name: String) throws(EmulatorError) -> USBNode {
    let device = try device(name)
    guard device.isPresent else { throw .device("\(name) is not plugged in") }
    return device
  }
}

extension USBBus: ScriptedBus {
  var clock: Duration { Self.monotonic - start }

  func plug(
    name: String,
    family: SensorFamily,
    values: [String: String]
  ) throws -> [(String, JSONValue)] {
    var values = values
    if devices[name]?.isPresent == true {
      throw EmulatorError.device("plug: \(name) is plugged in")
    }
    let port = try freePort(values.removeValue(forKey: "port"))
    let settings = try SensorSettings(family: family, values: values)
    let model = try SensorDevice(family, settings: settings)
    guard lastAddress < 126 else { throw EmulatorError.device("plug: no address is free") }
    lastAddress += 1
    let place = USBPlace(port: port, address: lastAddress)
    try makeDevice(place)
    try folder.describe(model.descriptors, at: place)
    let device = USBNode(model: model, place: place, pluggedAt: clock)
    devices[name] = device
    nodesByAddress[place.address] = device
    try events.tell("add", of: model.descriptors, at: place)
    try events.tell("bind", of: model.descriptors, at: place)
    return [("node", .text("/dev/bus/usb/001/\(place.file)")), ("port", .text(port))]
  }

  func unplug(_ name: String) throws {
    let device = try present(name)
    device.unplug(at: clock)
    unlink(deviceFile(device.place))
    try folder.remove(device.place)
    try events.tell("unbind", of: device.model.descriptors, at: device.place)
    try events.tell("remove", of: device.model.descriptors, at: device.place)
  }

  func obey(_ command: ScriptCommand.DeviceCommand, _ name: String) throws {
    let device = try present(name)
    device.advance(to: clock)
    device.model.obey(command)
    device.collect()
  }

  func fail(_ name: String, _ request: RequestKind, code: Int32, count: Int) throws {
    let device = try present(name)
    device.failures[request] =
      code == 0 || count == 0 ? nil : USBNode.Failure(code: code, count: count)
  }

  func statistics(of name: String) throws -> [(String, Int)] {
    let device = try device(name)
    return device.model.statistics + [("urbs_reaped", device.reaped)]
  }

  func truth(of name: String) throws -> [(String, JSONValue)] {
    let device = try device(name)
    let truth = device.model.truth
    return truth.members(
      firstFrameUnix: truth.firstFrame.map { wallTime(of: device.pluggedAt + $0) }
    )
  }
}
