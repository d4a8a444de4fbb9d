import Foundation

/// One run of `udevadm test` with our rules, in a mount namespace of its own.
struct UdevTrial {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Udev")
  private static let syspath = "/devices/pci0000:00/0000:00:14.0/usb1/1-1"
  /// Our rules, an empty /dev for udev to write to, and a group crampd with the number 4711, all
  /// seen by this program only.
  private static let script = """
    set -e
    mount -t tmpfs tmpfs /run
    mkdir -p /run/udev/rules.d
    touch /run/null
    mount --bind /dev/null /run/null
    mount -t tmpfs tmpfs /dev
    touch /dev/null
    mount --bind /run/null /dev/null
    cp "$1"/*.rules /run/udev/rules.d/
    { cat /etc/group; echo crampd:x:4711:; } > /run/group
    mount --bind /run/group /etc/group
    exec umockdev-run -d "$2" -- udevadm test -a add /sys\(syspath)
    """

  var isGenericOn = false
  var extraRule: String?

  /// Whether the programs are there and may do what the trial needs.
  static let isPossible: Bool = {
    let check = "command -v umockdev-run udevadm && unshare -rm mount -t tmpfs tmpfs /run"
    return (try? launch("/bin/sh", ["-c", check]))?.status == 0
  }()

  /// Plugs a device in and reads what udev says.
  func run(vendor: String, product: String) throws -> UdevReport {
    let workspace = FileManager.default.temporaryDirectory.appending(
      path: "crampd-udev-\(UUID().uuidString)"
    )
    try FileManager.default.copyItem(at: Self.folder, to: workspace)
    defer { try? FileManager.default.removeItem(at: workspace) }
    if isGenericOn {
      let file = workspace.appending(path: "62-crampd-generic.rules")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(text.replacing("\n#ATTR{", with: "\nATTR{").utf8).write(to: file)
    }
    if let extraRule {
      try Data("\(extraRule)\n".utf8).write(to: workspace.appending(path: "63-extra.rules"))
    }
    let device = workspace.appending(path: "device.umockdev")
    try Data(Self.description(vendor, product).utf8).write(to: device)
    let result = try Self.launch(
      "/usr/bin/env",
      ["unshare", "-rm", "sh", "-c", Self.script, "sh", workspace.path, device.path]
    )
    return UdevReport(text: result.text)
  }

  private static func description(_ vendor: String, _ product: String) -> String {
    """
    P: \(syspath)
    E: SUBSYSTEM=usb
    E: DEVTYPE=usb_device
    E: BUSNUM=001
    E: DEVNUM=002
    E: DEVNAME=/dev/bus/usb/001/002
    E: MAJOR=189
    E: MINOR=1
    A: idVendor=\(vendor)\\n
    A: idProduct=\(product)\\n
    A: busnum=1\\n
    A: devnum=2\\n

    """
  }

  private static func launch(
    _ program: String,
    _ arguments: [String]
  ) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}

/// What `udevadm test` said.
struct UdevReport {
  let text: String

  /// The value of a property that the device has in the end.
  func property(_ name: String) -> String? {
    text.split(separator: "\n").last { $0.hasPrefix("\(name)=") }.map {
      String($0.dropFirst(name.count + 1))
    }
  }

  /// Whether a rule of a file did something.
  func says(_ file: String, _ deed: String) -> Bool {
    text.split(separator: "\n").contains { $0.contains("\(file):") && $0.hasSuffix(deed) }
  }

  /// What udev has against lines of our files; what they did is no complaint.
  var complaints: [String] {
    let deeds = ["GROUP 4711", "MODE 0660"]
    return text.split(separator: "\n").filter { line in
      line.contains("/run/udev/rules.d/") && !line.hasPrefix("Reading rules file:")
        && !deeds.contains { line.hasSuffix($0) }
    }.map(String.init)
  }
}
