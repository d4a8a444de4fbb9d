/// What the service manager says of a unit.
struct ServiceUnit: Hashable {
  private let properties: [String: String]

  /// What is asked for.
  static let wanted = [
    "Id", "LoadState", "UnitFileState", "ActiveState", "SubState", "Result", "NRestarts",
    "MainPID", "FragmentPath", "DropInPaths", "WatchdogUSec", "ExecMainStatus", "NeedDaemonReload",
    "User", "NoNewPrivileges", "ProtectSystem", "DevicePolicy", "PrivateDevices", "ProtectHome",
    "MemoryDenyWriteExecute", "ActiveEnterTimestamp",
  ]

  init(_ properties: [String: String]) {
    self.properties = properties
  }

  /// Reads the output of `systemctl show`: a block of lines for each unit.
  static func units(in output: String) -> [String: Self] {
    var units: [String: Self] = [:]
    for block in output.split(separator: "\n\n") {
      var properties: [String: String] = [:]
      for line in block.split(separator: "\n") {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, parts.count == 2 else { continue }
        properties[String(name)] = parts.last.map(String.init)
      }
      if let id = properties["Id"] { units[id] = Self(properties) }
    }
    return units
  }

  subscript(name: String) -> String { properties[name] ?? "" }

  var isInstalled: Bool { self["LoadState"] == "loaded" }
  var isMasked: Bool {
    self["LoadState"] == "masked" || self["UnitFileState"].hasPrefix("masked")
  }
  var isActive: Bool { ["active", "reloading"].contains(self["ActiveState"]) }
  var isStarting: Bool { self["ActiveState"] == "activating" }
  var isFailed: Bool { self["ActiveState"] == "failed" || self["SubState"] == "auto-restart" }
  var isEnabled: Bool { self["UnitFileState"].hasPrefix("enabled") }
  var restarts: Int { Int(self["NRestarts"]) ?? 0 }
  var process: Int32? { Int32(self["MainPID"]).flatMap { $0 > 0 ? $0 : nil } }

  /// The drop-ins, without those that a distribution puts beside every unit (systemd.unit(5)).
  var dropIns: [String] {
    self["DropInPaths"].split(separator: " ").map(String.init).filter { path in
      !["/usr/lib", "/lib"].contains { root in
        ["service.d", "socket.d"].contains { path.hasPrefix("\(root)/systemd/system/\($0)/") }
      }
    }
  }
}
