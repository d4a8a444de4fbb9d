/// The files of units as `systemctl cat` shows them, of which only what the package itself sets is
/// shown whole: a drop-in may hold a password, a comment anything.
enum RedactedUnits {
  private static let struck = "(struck out)"

  /// What the package's units set, and what can therefore be shown with a drop-in's value.
  static let directives: Set = [
    "Requires", "Wants", "After", "StartLimitIntervalSec", "Type", "User", "StateDirectory",
    "StateDirectoryMode", "ConfigurationDirectory", "UMask", "TimeoutStartSec", "TimeoutStopSec",
    "WatchdogSec", "Restart", "RestartSec", "RestartPreventExitStatus", "LimitCORE",
    "OOMScoreAdjust", "LogRateLimitIntervalSec", "DevicePolicy", "DeviceAllow",
    "RestrictAddressFamilies", "IPAddressDeny", "NoNewPrivileges", "CapabilityBoundingSet",
    "AmbientCapabilities", "ProtectSystem", "ProtectHome", "PrivateTmp", "PrivateMounts",
    "ProtectProc", "ProcSubset", "RemoveIPC", "PrivateIPC", "ProtectClock", "ProtectHostname",
    "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "ProtectControlGroups",
    "LockPersonality", "MemoryDenyWriteExecute", "RestrictNamespaces", "RestrictRealtime",
    "RestrictSUIDSGID", "KeyringMode", "SystemCallArchitectures", "SystemCallFilter",
    "SystemCallErrorNumber", "WantedBy", "ListenStream", "FileDescriptorName", "SocketGroup",
    "SocketMode", "RemoveOnStop", "TriggerLimitIntervalSec", "TriggerLimitBurst",
  ]

  /// What the package's units set to words that could be a person's own in a drop-in.
  static let ownLines: Set = [
    "Description=Muscle cramp detection daemon",
    "Description=Socket of the muscle cramp detection daemon",
    "Documentation=man:crampd(8)",
    "Documentation=man:crampd(8) man:crampd.yaml(5)",
    "ExecStart=/usr/bin/crampd",
    "ExecReload=/usr/bin/crampctl reload",
    "Environment=CRAMPD_BOOT_ID=%b LIBDISPATCH_LOG=NO",
  ]

  private static let sections: Set = ["[Unit]", "[Service]", "[Socket]", "[Install]"]

  /// The lines that may be shown.
  static func text(_ units: String) -> String {
    var shown: [String] = []
    var isContinuation = false
    for line in units.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = trimmed(line)
      if line.first == "#" || line.first == ";" {
        // Within a setting, too, where it does not end it (systemd.syntax(7)).
        if !isContinuation, isName(ofFile: line) { shown.append(String(line)) }
        continue
      }
      let goesOn = line.last == "\\"
      if !isContinuation, !line.isEmpty { shown.append(setting(line, goesOn: goesOn)) }
      isContinuation = goesOn
    }
    return shown.map { $0 + "\n" }.joined()
  }

  /// `# /etc/systemd/system/crampd.service.d/override.conf`, which is above each file.
  private static func isName(ofFile line: Substring) -> Bool {
    line.hasPrefix("# /") && !line.dropFirst(2).contains(where: \.isWhitespace)
      && [".service", ".socket", ".conf"].contains { line.hasSuffix($0) }
  }

  private static func setting(_ line: Substring, goesOn: Bool) -> String {
    if ownLines.contains(String(line)) || sections.contains(String(line)) { return String(line) }
    guard let equals = line.firstIndex(of: "=") else { return struck }
    let name = trimmed(line[..<equals])
    guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
      return "\(struck)=\(struck)"
    }
    // What goes on in the next line is not shown in parts.
    guard directives.contains(String(name)), !goesOn else { return "\(name)=\(struck)" }
    return "\(name)=\(trimmed(line[line.index(after: equals)...]))"
  }

  private static func trimmed(_ line: Substring) -> Substring {
    let rest = line.drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return rest[...last]
  }
}
