import CrampModel
import EventJournal
import Foundation

@testable import Diagnosis

extension DoctorTests {
  static let troubles = people + units + files + sensors + daemons

  private static let people = [
    Trouble("a stranger", "user", .wrong, ["not in the group", "usermod -aG crampd anna"]) {
      $0.change { $0.person.groups = [1_000] }
      $0.answer("id -G anna", "1000\n")
    },
    Trouble("a new member", "user", .wrong, ["when this session began", "log out"]) {
      $0.change { $0.person.groups = [1_000] }
    },
    Trouble("no group", "user", .wrong, ["no group crampd", "sysusers"]) {
      $0.answer("getent group crampd", .absent)
    },
    Trouble("a member", "user", .ok, ["anna is in the group crampd"]) { _ in },
    Trouble("own daemon", "user", .ok, ["runs crampd itself"]) { $0.change { $0.isChosen = true } },
  ]

  private static let units = [
    Trouble("failed", "service", .wrong, ["failed", "no such key", "journalctl"]) {
      $0.units(service: ["ActiveState": "failed", "Result": "exit-code"])
      $0.answer("journalctl", "no such key\n")
    },
    Trouble("misconfigured", "service", .wrong, ["mend the configuration"]) {
      $0.units(service: ["ActiveState": "failed", "ExecMainStatus": "2"])
    },
    Trouble("masked", "service", .wrong, ["masked", "sudo systemctl unmask crampd.service"]) {
      $0.units(service: ["LoadState": "masked"])
    },
    Trouble("socket masked", "service", .wrong, ["masked", "unmask crampd.socket"]) {
      $0.units(socket: ["LoadState": "masked"])
    },
    Trouble("asleep", "service", .warning, ["does not run", "systemctl start"]) {
      $0.units(service: ["ActiveState": "inactive"])
    },
    Trouble("dead", "service", .wrong, ["nothing starts it", "systemctl start"]) {
      $0.units(service: ["ActiveState": "inactive"], socket: ["ActiveState": "inactive"])
    },
    Trouble("restarts", "service", .warning, ["restarted 3 times", "journalctl -u crampd"]) {
      $0.units(service: ["NRestarts": "3"])
    },
    Trouble("disabled", "service", .warning, ["enabled", "systemctl enable"]) {
      $0.units(service: ["UnitFileState": "disabled"], socket: ["UnitFileState": "disabled"])
    },
    Trouble("watchdog off", "service", .warning, ["watchdog", "/etc/x.conf", "revert"]) {
      $0.units(service: ["WatchdogUSec": "0", "DropInPaths": "/etc/x.conf"])
    },
    Trouble("sandbox off", "service", .warning, ["ProtectSystem=no", "revert"]) {
      $0.units(service: ["ProtectSystem": "no", "DropInPaths": "/etc/x.conf"])
    },
    Trouble("stale", "service", .warning, ["not in force", "daemon-reload"]) {
      $0.units(service: ["NeedDaemonReload": "yes"])
    },
    Trouble("no unit", "service", .note, ["started by hand", "install"]) {
      $0.units(service: ["LoadState": "not-found"], socket: ["LoadState": "not-found"])
    },
    Trouble("no systemd", "service", .note, ["systemd does not run"]) {
      try $0.remove("/run/systemd")
    },
    Trouble("deaf systemctl", "service", .warning, ["does not answer"]) {
      $0.answer("systemctl show", .late)
    },
    Trouble("running", "service", .ok, ["runs"]) { _ in },
    Trouble("asleep is not woken", "socket", .note, ["would start crampd"]) {
      $0.units(service: ["ActiveState": "inactive"])
      let listener = try FakeDaemon($0.machine.socket, status: nil)
      if geteuid() == 0 { chown($0.machine.socket, 0, 990) }
      chmod($0.machine.socket, 0o660)
      withExtendedLifetime(listener) {}
    },
  ]

  private static let files = [
    Trouble("no rules", "rules", .wrong, ["60-crampd.rules", "udevadm control --reload"]) {
      try $0.remove("/lib/udev/rules.d/60-crampd.rules")
    },
    Trouble("rules masked", "rules", .warning, ["switches", "rm /etc/udev"]) {
      try $0.link("/etc/udev/rules.d/60-crampd.rules", to: "/dev/null")
    },
    Trouble("rules replaced", "rules", .note, ["in place of", "diff"]) {
      try $0.write("/etc/udev/rules.d/60-crampd.rules", "other")
    },
    Trouble("rules changed", "rules", .warning, ["/lib/udev/x", "reinstall"]) {
      $0.answer("dpkg --verify", "??5??????   /lib/udev/x\n??5?????? c /etc/y\n", status: 1)
    },
    Trouble("rules", "rules", .ok, ["installed"]) { _ in },
    Trouble("bad configuration", "configuration", .wrong, ["crampd.yaml:3:1: nite", "edit"]) {
      try $0.write("/etc/crampd/crampd.yaml", "profile: nite")
      $0.answer("crampd --check-config", "", status: 2, errors: "crampd: crampd.yaml:3:1: nite\n")
    },
    Trouble("good configuration", "configuration", .ok, ["is good"]) {
      try $0.write("/etc/crampd/crampd.yaml", "")
    },
    Trouble("no configuration", "configuration", .ok, ["defaults"]) { _ in },
    Trouble("open configuration", "configuration", .warning, ["everybody may write", "o-w"]) {
      try $0.write("/etc/crampd/crampd.yaml", "", mode: 0o646)
    },
    Trouble("hidden configuration", "configuration", .wrong, ["may not read", "chmod 0640"]) {
      try $0.write("/etc/crampd/crampd.yaml", "", mode: 0o600)
      $0.answer("id -u crampd", "61000\n")
      $0.answer("id -G crampd", "61000\n")
    },
    Trouble("no program", "configuration", .warning, ["no program"]) {
      try $0.write("/etc/crampd/crampd.yaml", "")
      $0.answer("crampd --check-config", .absent)
    },
    Trouble("open state", "state", .warning, ["open to everybody", "chmod 0750"]) {
      try $0.setMode("/var/lib/crampd", 0o755)
    },
    Trouble("closed state", "state", .warning, ["group may not read"]) {
      try $0.setMode("/var/lib/crampd", 0o700)
    },
    Trouble("another's state", "state", .wrong, ["belongs to user", "chown -R crampd:crampd"]) {
      $0.answer("id -u crampd", "61000\n")
    },
    Trouble("no state", "state", .note, ["no ", "yet"]) { try $0.remove("/var/lib/crampd") },
    Trouble("state in memory", "state", .warning, ["in memory", "state_dir"]) {
      $0.change { $0.stateDirectory = "/dev/shm" }
    },
    Trouble("damaged", "journal", .warning, ["set aside", "journal.sqlite.damaged-1", ".recover"]) {
      try $0.write("/var/lib/crampd/journal.sqlite.damaged-1", "x")
      try $0.write("/var/lib/crampd/journal.sqlite.damaged-1-wal", "x")
    },
    Trouble("not a journal", "journal", .wrong, ["cannot be read"]) {
      try $0.write("/var/lib/crampd/journal.sqlite", String(repeating: "x", count: 5_000))
    },
    Trouble("open journal", "journal", .warning, ["everybody may read", "chmod 0640"]) {
      try $0.write("/var/lib/crampd/journal.sqlite", "x", mode: 0o644)
    },
    Trouble("no journal", "journal", .note, ["no journal", "yet"]) { _ in },
    Trouble("clock not set", "clock", .warning, ["time server", "set-ntp"]) {
      $0.change { $0.clock = { (Timestamp(microseconds: 1_795_000_000_000_000), false) } }
    },
    Trouble("clock of 1970", "clock", .wrong, ["years behind", "set-ntp"]) {
      $0.change { $0.clock = { (Timestamp(microseconds: 0), true) } }
    },
    Trouble("clock set", "clock", .ok, ["time server"]) { _ in },
    Trouble("no journald", "log", .warning, ["does not listen", "restart systemd-journald"]) { _ in
    },
    Trouble("no log", "log", .note, ["standard error"]) { try $0.remove("/run/systemd") },
    Trouble("no machine id", "identity", .warning, ["machine-id", "systemd-machine-id-setup"]) {
      try $0.write("/etc/machine-id", "uninitialized\n")
    },
    Trouble("ids", "identity", .ok, ["ids"]) { _ in },
  ]

  /// Plugs in a sensor that crampd uses by itself.
  private static func plug(
    _ fake: FakeMachine,
    mode: Int = 0o666,
    properties: String = "E:ID_CRAMPD=sensor\nE:ID_MM_DEVICE_IGNORE=1\n",
    power: String = "on"
  ) throws {
    let folder = "/sys/bus/usb/devices/1-2"
    for (name, value) in [
      ("idVendor", "2e73"), ("idProduct", "0004"), ("busnum", "1"), ("devnum", "5"),
      ("serial", "SN-4711-SECRET"), ("dev", "189:4"), ("power/control", power),
    ] {
      try fake.write("\(folder)/\(name)", value + "\n")
    }
    try fake.write("/dev/bus/usb/001/005", "", mode: mode)
    try fake.write("/run/udev/data/c189:4", properties)
  }

  private static let sensors = [
    Trouble("no sensor", "sensors", .warning, ["no sensor", "--supported"]) { _ in },
    Trouble("rule not matched", "sensors", .wrong, ["has not matched", "udevadm trigger"]) {
      try plug($0, properties: "")
    },
    Trouble("closed node", "sensors", .wrong, ["may not use /dev/bus/usb/001/005", "udevadm"]) {
      try plug($0, mode: 0o600)
      $0.answer("id -u crampd", "61000\n")
      $0.answer("id -G crampd", "61000\n")
    },
    Trouble("sleepy sensor", "sensors", .note, ["to sleep", "power/control"]) {
      try plug($0, power: "auto")
    },
    Trouble("no user", "sensors", .wrong, ["no user crampd", "sysusers"]) {
      try plug($0)
      $0.answer("id -u crampd", .absent)
    },
    Trouble("nobody asked", "sensors", .note, ["Human SpikerBox at 1-2", "no daemon"]) {
      try plug($0)
    },
    Trouble("in use", "sensors", .ok, ["Human SpikerBox at 1-2 is in use"]) {
      try plug($0)
      try serve($0, replacing: "\"devices\":[]", by: device(state: "in use"))
    },
    Trouble("held", "sensors", .wrong, ["held by chrome (process 99)", "kill 99"]) {
      try plug($0)
      try $0.write("/proc/99/comm", "chrome\n")
      try $0.link("/proc/99/fd/7", to: "/dev/bus/usb/001/005")
      try serve($0, replacing: "\"devices\":[]", by: device(state: "failed"))
    },
    Trouble("failed", "sensors", .wrong, ["does not work: busy", "unplug"]) {
      try plug($0)
      try serve($0, replacing: "\"devices\":[]", by: device(state: "failed"))
    },
    Trouble("kernel's", "sensors", .wrong, ["driver cdc_acm has it", "fuser"]) {
      try plug($0)
      try $0.link("/sys/bus/usb/devices/1-2:1.0/driver", to: "../../drivers/cdc_acm")
      try serve($0, replacing: "\"devices\":[]", by: device(state: "failed"))
    },
    Trouble("modem", "sensors", .warning, ["ModemManager", "disable --now"]) {
      try plug($0, properties: "E:ID_CRAMPD=sensor\n")
      try $0.link("/sys/bus/usb/devices/1-2:1.0/driver", to: "../../drivers/cdc_acm")
      $0.answer("systemctl is-active ModemManager.service", "active\n")
    },
  ]

  private static func device(state: String) -> String {
    """
    "devices":[{"usb":"2e73:0004","port":"1-2","name":"Human","state":"\(state)","message":"busy"}]
    """
  }

  /// Has a daemon answer, to the end of the process, with one part of its status changed.
  private static func serve(
    _ fake: FakeMachine,
    replacing part: String = "",
    by other: String = "",
    version: String = CrampdVersion.current,
    signal: String = FakeDaemon.signal
  ) throws {
    let status =
      part.isEmpty ? FakeDaemon.status : FakeDaemon.status.replacing(part, with: other)
    let daemon = try FakeDaemon(
      fake.machine.socket,
      version: version,
      status: status,
      signals: [signal]
    )
    chmod(fake.machine.socket, 0o660)
    if geteuid() == 0 { chown(fake.machine.socket, 0, 990) }
    kept.append(daemon)
  }

  private static let kept = Kept()

  private static func signal(_ change: String) -> String {
    FakeDaemon.signal.replacing("\"hum\":0.1", with: change)
  }

  private static let daemons = [
    Trouble("no socket", "socket", .wrong, ["there is no socket", "systemctl restart"]) { _ in },
    Trouble("a file", "socket", .wrong, ["is no socket", "move it away"]) {
      try $0.write("/run/crampd/events.sock", "")
    },
    Trouble("an old daemon", "socket", .warning, ["the daemon is 0.0.9", "restart"]) {
      try serve($0, version: "0.0.9")
    },
    Trouble("an open socket", "socket", .warning, ["everybody may connect", "0660"]) {
      try serve($0)
      chmod($0.machine.socket, 0o666)
    },
    Trouble("a socket of another group", "socket", .wrong, ["not for the group crampd"]) {
      try serve($0)
      chmod($0.machine.socket, 0o600)
    },
    Trouble("one that answers", "socket", .ok, ["answers at"]) { try serve($0) },
    Trouble("nobody listens", "socket", .wrong, ["nobody listens"]) {
      do { _ = try FakeDaemon($0.machine.socket, status: nil) }
    },
    Trouble("waiting events", "journal", .wrong, ["9 events wait", "df -h"]) {
      try serve($0, replacing: "\"waiting\":0", by: "\"waiting\":9")
    },
    Trouble("lost events", "journal", .wrong, ["9 events were lost"]) {
      try serve($0, replacing: "\"dropped\":0", by: "\"dropped\":9")
    },
    Trouble("bad copy", "journal", .warning, ["copy", "No space left"]) {
      try serve($0, replacing: "\"waiting\":0", by: "\"copy_message\":\"No space left\"")
    },
    Trouble("stuck", "daemon", .wrong, ["is stuck", "unplug"]) {
      try serve($0, replacing: "\"newest_sample_s\":0.01", by: "\"newest_sample_s\":60")
    },
    Trouble("lossy", "daemon", .warning, ["has lost 10 %", "cable"]) {
      try serve($0, replacing: "\"lost_s\":0", by: "\"lost_s\":6")
    },
    Trouble("detached", "daemon", .warning, ["gives no samples", "detached"]) {
      try serve($0, replacing: "streaming", by: "detached")
    },
    Trouble("crowded", "daemon", .warning, ["2 clients were turned away"]) {
      try serve($0, replacing: "\"refused\":0", by: "\"refused\":2")
    },
    Trouble("foreign status", "daemon", .warning, ["not understood", "update"]) {
      try serve($0, replacing: "\"pid\":4711", by: "\"pid\":\"x\"")
    },
    Trouble("all well", "daemon", .ok, ["without losses"]) { try serve($0) },
    Trouble("lead off", "signal", .warning, ["electrode is off", "press the electrodes"]) {
      try serve($0, signal: signal("\"fault\":\"lead-off\""))
    },
    Trouble("mains", "signal", .warning, ["mains hum", "charger"]) {
      try serve($0, signal: signal("\"fault\":\"mains\""))
    },
    Trouble("saturated", "signal", .warning, ["limit", "gain"]) {
      try serve($0, signal: signal("\"fault\":\"saturated\""))
    },
    Trouble("flat", "signal", .warning, ["no signal", "cable"]) {
      try serve($0, signal: signal("\"fault\":\"flat\""))
    },
    Trouble("motion", "signal", .warning, ["moves", "tape"]) {
      try serve($0, signal: signal("\"fault\":\"motion\""))
    },
    Trouble("some hum", "signal", .note, ["50 %", "charger"]) {
      try serve($0, signal: signal("\"hum\":0.5"))
    },
    Trouble("not judged", "signal", .note, ["has not been judged"]) {
      try serve($0, signal: FakeDaemon.signal.replacing("calf", with: "other"))
    },
    Trouble("good signal", "signal", .ok, ["calf can be judged"]) { try serve($0) },
  ]
}
