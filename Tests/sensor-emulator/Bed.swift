import CUMockdev
import EmulatorScript
import Glibc
import SensorEmulation
import Synchronization

/// The made-up bus with all devices that are or were plugged in.
///
/// umockdev brings the program's requests on a thread of its own: everything that both threads
/// use is used inside ``locked(_:)`` only.
final class Bed {
  private let testbed: UnsafeMutablePointer<UMockdevTestbed>
  private let root: String
  private let speed: Double
  private let start: Duration
  private let mutex = Mutex<Void>(())
  private var lastAddress = 1
  /// The newest device of each name.
  private(set) var devices: [String: EmulatedDevice] = [:]
  /// Those that are gone: a program may still hold them open.
  private var departed: [EmulatedDevice] = []

  init(speed: Double) throws(EmulatorError) {
    guard let testbed = umockdev_testbed_new(), let root = umockdev_testbed_get_root_dir(testbed)
    else { throw .device("umockdev gives no test bed") }
    guard umockdev_in_mock_environment() != 0 else {
      throw .missing("libumockdev-preload.so.0 cannot be loaded: install the package umockdev")
    }
    self.testbed = testbed
    self.root = String(cString: root)
    g_free(root)
    self.speed = speed
    start = Self.monotonic
    guard crampd_add(testbed, Self.hub) != 0 else { throw .device("no root hub") }
  }

  /// Since the bed was made, in the sensors' time.
  var now: Duration { (Self.monotonic - start) * speed }

  /// Since the bed was made, by the clock.
  var clock: Duration { Self.monotonic - start }

  /// The clock's time of a moment of the sensors' time, in seconds since 1970.
  func wallTime(of moment: Duration) -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let now = Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    return now - (self.now - moment) / .seconds(1) / speed
  }

  private static var monotonic: Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// Runs `body` while the other thread does not touch the devices.
  func locked(_ body: () -> Void) {
    mutex.withLock { _ in body() }
  }

  /// Plugs a sensor in.
  func attach(
    name: String,
    family: SensorFamily,
    values: [String: String]
  ) throws -> EmulatedDevice {
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
    let device = try EmulatedDevice(bed: self, model: model, place: place, root: root)
    locked {
      if let old = devices[name] { departed.append(old) }
      devices[name] = device
    }
    try device.announce(on: testbed)
    return device
  }

  private func freePort(_ wanted: String?) throws(EmulatorError) -> String {
    let used = Set(devices.values.filter(\.isPresent).map(\.place.port))
    if let wanted {
      let parts = wanted.split(separator: "-", omittingEmptySubsequences: false)
      let path =
        parts.count == 2 ? parts[1].split(separator: ".", omittingEmptySubsequences: false) : []
      guard parts.first == "1", !path.isEmpty, path.allSatisfy({ (1...255).contains(Int($0) ?? 0) })
      else { throw .device("port \(wanted): expected something like 1-2 or 1-2.4") }
      guard !used.contains(wanted) else { throw .device("port \(wanted) is taken") }
      return wanted
    }
    guard let port = (1...126).map({ "1-\($0)" }).first(where: { !used.contains($0) }) else {
      throw .device("plug: no port is free")
    }
    return port
  }

  /// Pulls a plug.
  func unplug(_ device: EmulatedDevice) {
    locked { device.unplug() }
    umockdev_testbed_uevent(testbed, device.place.sysfs, "remove")
    umockdev_testbed_remove_device(testbed, device.place.sysfs)
    device.removeNode()
  }

  /// Brings all sensors up to now.
  func advance() {
    locked {
      for device in devices.values { device.advance() }
    }
  }

  private static let hub = """
    P: /devices/pci0000:00/0000:00:14.0/usb1
    E: SUBSYSTEM=usb
    E: DEVTYPE=usb_device
    E: DRIVER=usb
    E: BUSNUM=001
    E: DEVNUM=001
    E: DEVNAME=/dev/bus/usb/001/001
    A: bConfigurationValue=1\\n
    A: busnum=1\\n
    A: devnum=1\\n
    A: speed=480\\n
    A: idVendor=1d6b\\n
    A: idProduct=0002\\n
    H: descriptors=12010002090001406B1D0200010603020101\
    09021900010100E0000904000001090000000705810304000C

    """
}

/// Where on the bus a device is.
struct USBPlace {
  let port: String
  let address: Int

  /// The file that programs open.
  var node: String {
    "/dev/bus/usb/001/" + String(repeating: "0", count: 3 - "\(address)".count) + "\(address)"
  }

  /// The directory that describes the device; devices behind hubs stand beside the others.
  var sysfs: String { "/sys/devices/pci0000:00/0000:00:14.0/usb1/\(port)" }
}
