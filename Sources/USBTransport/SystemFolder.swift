import Glibc

/// The folder in which Linux shows a device; it can be read by anyone and asks the device nothing.
///
/// Source: Linux, `sysfs-bus-usb` in `Documentation/ABI/testing` and `stable`.
struct SystemFolder: Sendable {
  let path: String

  /// The most that is read of a file: more than eight configurations of the usual size.
  private static let most = 262_144

  /// The folder of the device at a port path, such as `1-2.3`.
  init(portPath: String) {
    path = "/sys/bus/usb/devices/" + portPath
  }

  /// The bytes of a file; `nil` if it cannot be read, then `errno` says why.
  func bytes(of name: String) -> [UInt8]? {
    let file = Glibc.open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { Glibc.close(file) }
    var found: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while found.count < Self.most {
      let count = Glibc.read(file, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      found += piece.prefix(count)
    }
    return found
  }

  /// The text of a file without the end of its line; `nil` if it cannot be read.
  func text(of name: String) -> String? {
    guard let bytes = bytes(of: name) else { return nil }
    return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
  }

  /// What the device calls itself.
  var strings: USBStrings {
    USBStrings(
      manufacturer: text(of: "manufacturer"),
      product: text(of: "product"),
      serial: text(of: "serial")
    )
  }
}

extension AttachedDevice {
  /// A device as Linux shows it.
  init(_ reference: DeviceReference) {
    let portPath = reference.portPath
    let folder = SystemFolder(portPath: portPath)
    let ids = reference.ids
    guard let descriptors = folder.bytes(of: "descriptors") else {
      let why = "read \(folder.path)/descriptors: \(String(cString: strerror(errno)))"
      self.init(address: reference.address, portPath: portPath, ids: ids, why: why)
      return
    }
    let found = Self(
      address: reference.address,
      portPath: portPath,
      descriptors: descriptors,
      configuration: folder.text(of: "bConfigurationValue").flatMap { UInt8($0) }
    )
    guard found.problem == nil, (found.vendor, found.product) != ids else {
      self = found
      return
    }
    let why = "read \(folder.path)/descriptors: they are another device's"
    self.init(address: reference.address, portPath: portPath, ids: ids, why: why)
  }
}
