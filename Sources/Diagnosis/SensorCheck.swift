import SensorSources

/// Whether the sensors that are attached can be used, and are.
struct SensorCheck {
  let scene: Scene

  var findings: [Finding] {
    let sensors = AttachedSensor.all(on: scene.machine)
    let findings = sensors.flatMap(look(at:)) + modemManager(sensors)
    guard sensors.isEmpty else { return findings }
    let others = scene.visit?.status?.sensors ?? []
    guard others.isEmpty else {
      return [finding(.ok, "no USB sensor is attached; others are in use")]
    }
    return [
      finding(
        .warning,
        "no sensor that crampd knows is attached",
        mend: "plug one in; `crampctl sensors --supported` lists them"
      )
    ]
  }

  private func look(at sensor: AttachedSensor) -> [Finding] {
    if case .never(let reason) = sensor.known.policy {
      return [finding(.note, "\(sensor.title) is left alone: \(reason)")]
    }
    let state = self.state(of: sensor)
    let isWanted = sensor.isUnique || ["in use", "opening", "failed"].contains(state?.state)
    guard isWanted else {
      return [
        finding(
          .note,
          "\(sensor.title) is not used: \(state?.message ?? "it may be anything")",
          mend: "name its driver under sensors: in \(scene.machine.configuration)"
        )
      ]
    }
    return rule(of: sensor) + node(of: sensor) + use(of: sensor, state) + power(of: sensor)
  }

  private func state(of sensor: AttachedSensor) -> DaemonStatus.Device? {
    scene.visit?.status?.devices?.first { $0.port == sensor.port }
  }

  private func rule(of sensor: AttachedSensor) -> [Finding] {
    guard sensor.isUnique, let properties = sensor.properties, properties["ID_CRAMPD"] == nil
    else { return [] }
    return [
      finding(
        scene.isService ? .wrong : .warning,
        "udev's rule has not matched \(sensor.title)",
        mend: scene.machine.asRoot("udevadm trigger --action=add \(sensor.node)")
          + ", or plug it in again"
      )
    ]
  }

  private func node(of sensor: AttachedSensor) -> [Finding] {
    guard let status = scene.machine.status(sensor.node) else {
      return [
        finding(
          .wrong,
          "\(sensor.title) has no node \(sensor.node)",
          mend: "plug it in again, and see journalctl -k"
        )
      ]
    }
    guard let daemon = scene.daemonUser else {
      return [
        finding(.wrong, "there is no user crampd to use it", mend: "sudo systemd-sysusers")
      ]
    }
    guard !status.allows(6, user: daemon.user, groups: daemon.groups) else { return [] }
    // A list of users beside the mode may let in the one who asks.
    if !scene.isService, Access.allows(scene.machine.place(sensor.node)) { return [] }
    let command =
      scene.isService
      ? "udevadm control --reload && \(scene.machine.asRoot("udevadm trigger \(sensor.node)"))"
      : "chgrp \(daemon.groups.min() ?? daemon.user) \(sensor.node) && "
        + scene.machine.asRoot("chmod 0660 \(sensor.node)")
    return [
      finding(
        .wrong,
        "crampd may not use \(sensor.node) of \(sensor.title) (group \(status.group), "
          + "mode \(status.octal))",
        mend: scene.machine.asRoot(command)
      )
    ]
  }

  private func use(of sensor: AttachedSensor, _ state: DaemonStatus.Device?) -> [Finding] {
    guard let state else {
      let isAsked = scene.visit?.outcome == .met
      return [
        isAsked
          ? finding(
            .warning,
            "the daemon does not see \(sensor.title)",
            mend: "see whether its configuration says usb: {discover: false}"
          ) : finding(.note, "\(sensor.title) is attached; no daemon was asked about it")
      ]
    }
    switch state.state {
    case "in use": return [finding(.ok, "\(sensor.title) is in use")]
    case "failed": return [failed(sensor, state.message ?? "no reason was given")]
    case "opening":
      return [finding(.note, "\(sensor.title) is being opened", mend: "look again in a minute")]
    default:
      return [
        finding(
          .warning,
          "\(sensor.title) is not used: \(state.message ?? state.state ?? "no reason was given")"
        )
      ]
    }
  }

  private func failed(_ sensor: AttachedSensor, _ cause: String) -> Finding {
    let programs = Access.holders(of: sensor.node, on: scene.machine)
      .filter { $0.process != scene.visit?.status?.pid }
    if let holder = programs.first {
      return finding(
        .wrong,
        "\(sensor.title) is held by \(holder.name) (process \(holder.process)): \(cause)",
        mend: "end it: \(scene.machine.asRoot("kill \(holder.process)"))"
      )
    }
    let drivers = sensor.drivers.filter { $0 != "usbfs" }
    if let driver = drivers.first {
      return finding(
        .wrong,
        "\(sensor.title) does not work: \(cause); the kernel's driver \(driver) has it",
        mend: "end what uses its serial line, for example `fuser -v /dev/ttyUSB* /dev/ttyACM*`"
      )
    }
    return finding(
      .wrong,
      "\(sensor.title) does not work: \(cause)",
      mend: "unplug it and plug it in again"
    )
  }

  private func power(of sensor: AttachedSensor) -> [Finding] {
    guard sensor.powerControl == "auto" else { return [] }
    let isAsleep = sensor.powerState == "suspended" && state(of: sensor)?.state == "in use"
    return [
      finding(
        isAsleep ? .warning : .note,
        isAsleep
          ? "the system has put \(sensor.title) to sleep"
          : "the system may put \(sensor.title) to sleep while nobody uses it",
        mend: "echo on | sudo tee /sys/bus/usb/devices/\(sensor.port)/power/control"
      )
    ]
  }

  /// ModemManager sends bytes to every serial line that it is not told to leave alone.
  private func modemManager(_ sensors: [AttachedSensor]) -> [Finding] {
    let open = sensors.filter { $0.properties.map { $0["ID_MM_DEVICE_IGNORE"] != "1" } ?? false }
    guard let sensor = open.first(where: { !$0.drivers.isEmpty }), scene.machine.hasSystemd,
      scene.machine.commands.output("systemctl", "is-active", "ModemManager.service") != nil
    else { return [] }
    return [
      finding(
        .warning,
        "ModemManager may send bytes to \(sensor.title)",
        mend: "set ENV{ID_MM_DEVICE_IGNORE}=\"1\" for it in 62-crampd-generic.rules, or "
          + scene.machine.asRoot("systemctl disable --now ModemManager")
      )
    ]
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("sensors", level, message, mend: mend)
  }
}
