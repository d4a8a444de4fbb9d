/// Whether the service manager has the units, and how they are.
struct ServiceCheck {
  let scene: Scene

  var findings: [Finding] {
    let machine = scene.machine
    guard !machine.isChosen else {
      return [finding(.note, "not looked at, as another daemon's place was named")]
    }
    guard machine.hasSystemd else {
      return [finding(.note, "systemd does not run here; crampd is started by hand")]
    }
    guard let service = scene.units[Scene.service], let socket = scene.units[Scene.socketUnit]
    else {
      return [
        finding(.warning, "systemctl does not answer", mend: "systemctl status crampd.service")
      ]
    }
    if service.isMasked { return [masked(Scene.service)] }
    guard service.isInstalled else {
      return [
        finding(
          .note,
          "there is no \(Scene.service); crampd is started by hand",
          mend: "install the package crampd to have it start by itself"
        )
      ]
    }
    return state(service, socket) + self.socket(socket, beside: service) + setting(service)
  }

  private func state(_ service: ServiceUnit, _ socket: ServiceUnit) -> [Finding] {
    if service.isFailed { return [failed(service)] }
    if service.isActive { return running(service) }
    if service.isStarting {
      return [
        finding(.warning, "\(Scene.service) is starting", mend: "wait, then look again")
      ]
    }
    let start = scene.machine.asRoot("systemctl start crampd.socket crampd.service")
    if socket.isActive {
      return [
        finding(
          .warning,
          "\(Scene.service) does not run; it starts when somebody connects or a sensor is plugged in",
          mend: start
        )
      ]
    }
    return [finding(.wrong, "\(Scene.service) does not run, and nothing starts it", mend: start)]
  }

  private func running(_ service: ServiceUnit) -> [Finding] {
    let since = service["ActiveEnterTimestamp"]
    var findings = [
      finding(.ok, "\(Scene.service) runs" + (since.isEmpty ? "" : " since \(since)"))
    ]
    if service.restarts > 0 {
      findings.append(
        finding(
          .warning,
          "it had to be restarted \(service.restarts) times",
          mend: scene.machine.asRoot("journalctl -u crampd.service -p warning -n 50")
        )
      )
    }
    return findings
  }

  private func failed(_ service: ServiceUnit) -> Finding {
    let lines = scene.machine.commands.output(
      "journalctl",
      "--no-pager",
      "--unit=\(Scene.service)",
      "--priority=err",
      "--lines=3",
      "--output=cat"
    )
    let last = (lines ?? "").split(separator: "\n").joined(separator: "; ")
    let result = service["Result"].isEmpty ? "failed" : service["Result"]
    let isMisconfigured = service["ExecMainStatus"] == "2"
    return finding(
      .wrong,
      "\(Scene.service) has failed (\(result))" + (last.isEmpty ? "" : ": \(last)"),
      mend: isMisconfigured
        ? "mend the configuration, then \(scene.machine.asRoot("systemctl restart crampd"))"
        : scene.machine.asRoot("journalctl -u crampd.service -n 50")
    )
  }

  private func socket(_ socket: ServiceUnit, beside service: ServiceUnit) -> [Finding] {
    let restart = scene.machine.asRoot("systemctl restart crampd.socket crampd.service")
    if socket.isMasked { return [masked(Scene.socketUnit)] }
    guard socket.isInstalled else {
      return [
        finding(
          .warning,
          "there is no \(Scene.socketUnit), so that clients lose their socket at each restart",
          mend: "install the package crampd anew"
        )
      ]
    }
    if socket.isFailed {
      return [finding(.wrong, "\(Scene.socketUnit) has failed", mend: restart)]
    }
    var findings: [Finding] = []
    if !socket.isActive, service.isActive {
      findings.append(finding(.warning, "\(Scene.socketUnit) is not active", mend: restart))
    }
    if !socket.isEnabled, !service.isEnabled {
      findings.append(
        finding(
          .warning,
          "neither unit is enabled, so that crampd does not come back after a reboot",
          mend: scene.machine.asRoot("systemctl enable crampd.socket crampd.service")
        )
      )
    }
    return findings
  }

  /// What somebody has changed.
  private func setting(_ service: ServiceUnit) -> [Finding] {
    var findings: [Finding] = []
    if service["NeedDaemonReload"] == "yes" {
      findings.append(
        finding(
          .warning,
          "the unit's files have changed and are not in force",
          mend: scene.machine.asRoot("systemctl daemon-reload")
        )
      )
    }
    let cause = service.dropIns.isEmpty ? "the unit" : service.dropIns.joined(separator: ", ")
    let mend = scene.machine.asRoot("systemctl revert crampd.service")
    if ["0", "infinity"].contains(service["WatchdogUSec"]) {
      findings.append(finding(.warning, "the watchdog is off, by \(cause)", mend: mend))
    }
    let lax = Self.sandbox.filter { name, value in
      !service[name].isEmpty && service[name] != value
    }
    if !lax.isEmpty {
      let names = lax.map { "\($0.name)=\(service[$0.name])" }.joined(separator: ", ")
      findings.append(finding(.warning, "the sandbox is open by \(cause): \(names)", mend: mend))
    } else if findings.isEmpty, !service.dropIns.isEmpty {
      findings.append(finding(.note, "settings are added by \(cause)"))
    }
    return findings
  }

  /// What the unit sets, as far as a drop-in can undo it.
  private static let sandbox: [(name: String, value: String)] = [
    ("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"), ("ProtectHome", "yes"),
    ("DevicePolicy", "closed"), ("MemoryDenyWriteExecute", "yes"),
  ]

  private func masked(_ unit: String) -> Finding {
    finding(
      .wrong,
      "\(unit) is masked, so that nothing can start it",
      mend: scene.machine.asRoot("systemctl unmask \(unit)")
    )
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("service", level, message, mend: mend)
  }
}
