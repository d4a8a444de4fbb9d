import CFuse
import EmulatorScript
import Glibc
import SensorEmulation

/// The kernel's events about devices, told in the network namespace of a process.
///
/// The kernel takes such a message from root and sends it on as its own, so that udevd cannot tell
/// it from one about a real device.
struct DeviceEvents {
  /// Holds the process's id; while it does not, nobody is told.
  let processFile: String

  /// What every event about a device says.
  static func properties(
    of descriptors: USBDescriptors,
    at place: USBPlace
  ) -> [(String, String)] {
    let numbers = [descriptors.vendor, descriptors.product, descriptors.version]
    return [
      ("MAJOR", "189"), ("MINOR", "\(place.address - 1)"),
      ("DEVNAME", "bus/usb/001/\(place.file)"), ("DEVTYPE", "usb_device"),
      ("PRODUCT", numbers.map { String($0, radix: 16) }.joined(separator: "/")),
      (
        "TYPE",
        "\(descriptors.device.dropFirst(4).prefix(3).map { "\($0)" }.joined(separator: "/"))"
      ),
      ("BUSNUM", "001"), ("DEVNUM", place.file),
    ]
  }

  /// Tells one event.
  func tell(
    _ action: String,
    of descriptors: USBDescriptors,
    at place: USBPlace
  ) throws(EmulatorError) {
    guard let process = listener() else { return }
    let path = SystemFolder.path(of: place)
    var fields = ["\(action)@\(path)", "ACTION=\(action)", "DEVPATH=\(path)", "SUBSYSTEM=usb"]
    fields += Self.properties(of: descriptors, at: place).map { "\($0)=\($1)" }
    if action == "bind" { fields.append("DRIVER=usb") }
    let bytes = fields.flatMap { field -> [UInt8] in Array(field.utf8) + [0] }
    let socket = try open(in: process)
    defer { close(socket) }
    guard crampd_send_device_event(socket, bytes, bytes.count) == 0 else {
      throw .system("tell \(action) of \(place.port)", errno)
    }
  }

  private func listener() -> pid_t? {
    let descriptor = Glibc.open(processFile, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = read(descriptor, &buffer, buffer.count)
    let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    return pid_t(text.prefix { $0.isNumber })
  }

  /// A socket stays in the namespace where it was made; the thread goes back.
  private func open(in process: pid_t) throws(EmulatorError) -> Int32 {
    let home = Glibc.open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)
    let there = Glibc.open("/proc/\(process)/ns/net", O_RDONLY | O_CLOEXEC)
    defer {
      close(home)
      close(there)
    }
    guard home >= 0, there >= 0, crampd_enter_network(there) == 0 else {
      throw .system("enter the network of process \(process)", errno)
    }
    let socket = crampd_open_device_events()
    let code = errno
    guard crampd_enter_network(home) == 0 else { throw .system("leave the network again", errno) }
    guard socket >= 0 else { throw .system("open a socket for device events", code) }
    return socket
  }
}
