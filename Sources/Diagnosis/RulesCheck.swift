/// Whether udev has the rules that give sensors to crampd.
struct RulesCheck {
  let scene: Scene

  private static let names = ["60-crampd.rules", "61-crampd-access.rules"]
  /// Where udev looks, the first before the others (udev(7)), and what the package installs.
  private static let places = [
    "/etc/udev/rules.d", "/run/udev/rules.d", "/usr/local/lib/udev/rules.d",
  ]
  private static let shipped = ["/lib/udev/rules.d", "/usr/lib/udev/rules.d"]

  var findings: [Finding] {
    let findings = Self.names.flatMap(look(for:)) + missing + changed
    return findings.isEmpty ? [finding(.ok, "the rules for sensors are installed")] : findings
  }

  private func look(for name: String) -> [Finding] {
    let machine = scene.machine
    let own = Self.places.map { "\($0)/\(name)" }.first { machine.status($0) != nil }
    let ours = Self.shipped.map { "\($0)/\(name)" }.first { machine.status($0) != nil }
    guard let own else { return [] }
    if machine.target(of: own) == "/dev/null" {
      return [
        finding(
          .warning,
          "\(own) switches \(name) off",
          mend: machine.asRoot("rm \(own)") + " && " + machine.asRoot("udevadm control --reload")
        )
      ]
    }
    guard let ours, machine.bytes(own) != machine.bytes(ours) else { return [] }
    return [
      finding(
        .note,
        "\(own) is in force in place of \(ours), and differs",
        mend: "diff \(ours) \(own)"
      )
    ]
  }

  private var missing: [Finding] {
    let machine = scene.machine
    let names = Self.names.filter { name in
      !(Self.places + Self.shipped).contains { machine.status("\($0)/\(name)") != nil }
    }
    guard !names.isEmpty else { return [] }
    let reload = machine.asRoot("udevadm control --reload")
    return [
      finding(
        scene.service != nil ? .wrong : .warning,
        "udev has no \(names.joined(separator: ", no ")), so that no sensor is given to crampd",
        mend: "install the package crampd, or copy the rules to /etc/udev/rules.d and run \(reload)"
      )
    ]
  }

  /// What the package's own list of sums says of its files.
  private var changed: [Finding] {
    // It says nothing of a package that it does not know.
    guard
      case .ended(status: _, let output, errors: _) = scene.machine.commands.run(
        "dpkg",
        "--verify",
        "crampd",
        patience: .seconds(10)
      )
    else { return [] }
    let paths = output.split(separator: "\n").compactMap { line -> String? in
      let words = line.split(separator: " ")
      // A `c` marks configuration, which people are to change.
      guard let path = words.last, path.hasPrefix("/"), !words.contains("c") else { return nil }
      return String(path)
    }
    guard !paths.isEmpty else { return [] }
    return [
      finding(
        .warning,
        "files differ from the package's: \(paths.prefix(5).joined(separator: ", "))",
        mend: scene.machine.asRoot("apt-get install --reinstall crampd")
      )
    ]
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("rules", level, message, mend: mend)
  }
}
