/// Whether the systemd journal takes what crampd says, keeps it, and can explain it.
struct LogCheck {
  let scene: Scene

  var findings: [Finding] {
    let machine = scene.machine
    guard machine.hasSystemd else {
      return [finding(.note, "there is no systemd journal; crampd logs to its standard error")]
    }
    guard machine.status("/run/systemd/journal/socket")?.kind == .socket else {
      return [
        finding(
          .warning,
          "the systemd journal does not listen",
          mend: machine.asRoot("systemctl restart systemd-journald")
        )
      ]
    }
    let findings = persistence + catalog
    return findings.isEmpty
      ? [finding(.ok, "the systemd journal is kept on disk and explains crampd's events")]
      : findings
  }

  private var persistence: [Finding] {
    guard scene.machine.status("/var/log/journal")?.kind != .directory else { return [] }
    return [
      finding(
        .note,
        "the systemd journal is lost at each reboot; crampd's own journal is not",
        mend: scene.machine.asRoot("mkdir -p /var/log/journal") + " && "
          + scene.machine.asRoot("systemctl restart systemd-journald")
      )
    ]
  }

  private var catalog: [Finding] {
    guard let text = scene.machine.text("/usr/lib/systemd/catalog/crampd.catalog") else {
      guard scene.service != nil else { return [] }
      return [
        finding(
          .note,
          "crampd's catalog is not installed, so that journalctl -x explains nothing",
          mend: "install the package crampd anew"
        )
      ]
    }
    guard let database = scene.machine.bytes("/var/lib/systemd/catalog/database", atMost: 64 << 20),
      let id = Self.firstID(in: text), !Self.contains(database, id)
    else { return [] }
    return [
      finding(
        .note,
        "crampd's catalog is installed but not in force",
        mend: scene.machine.asRoot("journalctl --update-catalog")
      )
    ]
  }

  /// The id of the first entry, as the database has it.
  private static func firstID(in text: String) -> [UInt8]? {
    let line = text.split(separator: "\n").first { $0.hasPrefix("-- ") }
    guard let digits = line?.dropFirst(3).prefix(32), digits.count == 32 else { return nil }
    let all = Array(digits)
    let bytes = stride(from: 0, to: 32, by: 2).compactMap {
      UInt8(String(all[$0...$0 + 1]), radix: 16)
    }
    return bytes.count == 16 ? bytes : nil
  }

  private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first, bytes.count >= wanted.count else { return false }
    return bytes.indices.dropLast(wanted.count - 1).contains { index in
      bytes[index] == first && bytes[index..<index + wanted.count].elementsEqual(wanted)
    }
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("log", level, message, mend: mend)
  }
}
