import CrampModel
import EventJournal
import EventStream
import Foundation
import Testing

@testable import Diagnosis

/// A report of a machine that is full of what is nobody's business.
struct BugReportTests {
  /// What must not be in it, wherever it stood.
  private static let secrets = [
    "Geheim123", "anna", "Anna Muster", "bett-rechner", "DQ007XYZ", "linke-wade-anna",
    "Meine Wade tut weh", "Nacht mit Otto", "mqtt.example", "hunter2", "otto@example.org",
    "192.168.7.9", "/media/stick", "0a0a0a0a0a0a0a0a", "Otto", "Kommentar", "token-abc",
  ]

  @Test func `A report has none of what is planted, and what helps`() async throws {
    let fake = try FakeMachine()
    let journal = try await plant(in: fake)
    let status = FakeDaemon.status.replacing("spikerbox:SN1", with: "spikerbox:DQ007XYZ")
      .replacing("\"calf\"", with: "\"linke-wade-anna\"")
      .replacing(
        "\"waiting\":0",
        with: "\"waiting\":0,\"message\":\"Geheim123 of linke-wade-anna\""
      )
      .replacing(
        "\"devices\":[]",
        with: "\"devices\":[{\"serial\":\"DQ007XYZ\",\"name\":\"Otto\"}]"
      )
    let daemon = try FakeDaemon(
      fake.machine.socket,
      status: status,
      signals: [
        FakeDaemon.signal.replacing("spikerbox:SN1", with: "spikerbox:DQ007XYZ")
          .replacing("calf", with: "linke-wade-anna")
      ]
    )
    let doctor = Doctor(fake.machine)
    let findings = try await doctor.examine()
    let text = BugReport(doctor, findings: findings, salt: 7).text
    for secret in Self.secrets {
      #expect(!text.contains(secret), "\(secret) in \(text)")
    }
    for word in [
      "crampctl: 0.1.0", "Debian", "WatchdogSec=20s", "mains_hz: 50",
      "sensors[0].driver: spikerbox",
      "\"uptime_s\" : 60", "disk is slow", "marker: 1", "session.started: 1", "ID_CRAMPD=sensor",
      "channel-", "serial-", "<4> disk",
    ] {
      #expect(text.contains(word), "\(word) in \(text)")
    }
    try await journal.close()
    withExtendedLifetime(daemon) {}
  }

  /// What the daemon says of it, in the findings and in the log, and what the report may show.
  @Test(arguments: [
    ("profiles: {anna-m: {geheim: 1}}", "x.yaml:1:3: profiles.anna-m.geheim: is no setting", true),
    ("profile: night\nanna-m geheim", "x.yaml:2:3: geheim anna-m: is not YAML", true),
    (
      "{" + (0..<5_000).map { "w\($0)" }.joined(separator: ",") + ",geheim,anna-m}",
      "x.yaml:1:3: geheim: is no key", false
    ),
  ])
  func `Nothing of a wrong configuration is quoted`(
    yaml: String,
    error: String,
    isShown: Bool
  ) async throws {
    let fake = try FakeMachine()
    try fake.write("/etc/crampd/crampd.yaml", yaml)
    fake.answer("crampd --check-config", "", status: 2, errors: "crampd: \(error)\n")
    fake.answer(
      "journalctl --no-pager --unit=crampd.service --lines=400",
      "{\"MESSAGE\":\"stays as it was: \(error) anna-vor-jahren\",\"PRIORITY\":\"3\"}\n"
        + "{\"MESSAGE\":\"of anna-m: geheim\",\"PRIORITY\":\"3\"}\n"
    )
    let doctor = Doctor(fake.machine)
    let findings = try await doctor.examine()
    let text = BugReport(doctor, findings: findings, salt: 7).text
    for secret in ["geheim", "anna-m", "anna-vor-jahren"] {
      #expect(!text.contains(secret), "\(secret) in \(text)")
    }
    #expect(text.contains("wrong: configuration: x.yaml:") == isShown)
    #expect(text.contains("stays as it was: x.yaml:") == isShown)
    #expect(text.contains("(left out: ") != isShown)
  }

  @Test func `Marks are the same within a report and others in the next`() {
    let first = Redaction(salt: 1)
    #expect(first.mark("serial", "DQ007XYZ") == first.mark("serial", "DQ007XYZ"))
    #expect(first.mark("serial", "DQ007XYZ") != first.mark("serial", "DQ007XYA"))
    #expect(first.mark("serial", "DQ007XYZ") != Redaction(salt: 2).mark("serial", "DQ007XYZ"))
  }

  @Test(arguments: [
    ("mqtt://a:b@host/x is off", "(address) is off"),
    ("from 10.0.0.7:1883 on", "from (address) on"),
    ("Password: a b c", "Password (struck out)"),
    ("api_key=xyz", "api_key (struck out)"),
    ("in /home/paula/state now", "in /home/PERSON/state now"),
    ("mail paula@example.org", "mail (address)"),
    ("crampd 0.1.0 began", "crampd 0.1.0 began"),
    ("a calf and calves", "a channel-2 and calves"),
  ])
  func `What looks like a secret is struck out`(line: String, redacted: String) {
    var redaction = Redaction(salt: 1)
    redaction.strike("calf ", as: "channel-2")
    #expect(redaction.redacted(line) == redacted)
  }

  /// Puts secrets wherever a report looks.
  private func plant(in fake: FakeMachine) async throws -> EventJournal {
    try fake.write(
      "/etc/crampd/crampd.yaml",
      """
      # Kommentar von Otto
      mains_hz: 50
      mqtt: {url: "mqtt://u:hunter2@mqtt.example", topic: anna}
      password: Geheim123
      anna: x
      clips: {directory: /media/stick}
      sensors:
        - driver: spikerbox
          serial: DQ007XYZ
          channels: {1: {name: linke-wade-anna, muscle: Wade von Otto}}
      """
    )
    try fake.write("/etc/hostname", "bett-rechner\n")
    try fake.write("/etc/os-release", "PRETTY_NAME=\"Debian 12\"\n")
    fake.answer("getent passwd", "anna:x:1000:1000:Anna Muster,,,:/home/anna:/bin/sh\n")
    fake.answer(
      "systemctl cat",
      """
      # /lib/systemd/system/crampd.service
      # Kommentar
      [Service]
      WatchdogSec=20s
      Environment=CRAMPD_TOKEN=token-abc
      ExecStart=/usr/bin/crampd --config /home/anna/x

      """
    )
    fake.answer(
      "journalctl --no-pager --unit=crampd.service --lines=400",
      """
      {"MESSAGE":"disk is slow for linke-wade-anna on bett-rechner","PRIORITY":"4"}
      {"MESSAGE":"password: Geheim123 by otto@example.org from 192.168.7.9","PRIORITY":"4"}
      {"MESSAGE":"Mark: Meine Wade tut weh","PRIORITY":"5","CRAMP_TYPE":"marker"}
      {"MESSAGE":"someone wrote Meine Wade tut weh","PRIORITY":"5"}
      """
    )
    let folder = "/sys/bus/usb/devices/1-2"
    for (name, value) in [
      ("idVendor", "2e73"), ("idProduct", "0004"), ("busnum", "1"), ("devnum", "5"),
      ("serial", "DQ007XYZ"), ("dev", "189:4"),
    ] {
      try fake.write("\(folder)/\(name)", value + "\n")
    }
    try fake.write("/run/udev/data/c189:4", "E:ID_CRAMPD=sensor\nE:ID_SERIAL=Otto_DQ007XYZ\n")
    let journal = try EventJournal(path: fake.machine.stateDirectory + "/journal.sqlite")
    let time = Timestamp(microseconds: 1_790_000_000_000_000)
    var random = SplitMix64(seed: 1)
    func event(_ type: EventType, _ key: EventKey, _ text: String) -> CrampEvent {
      CrampEvent(
        id: EventID(time: time, randomHigh: random.next(), randomLow: random.next()),
        type: type,
        time: time,
        detected: time,
        details: [EventDetail(key, .text(text))]
      )
    }
    _ = try await journal.append([
      event(.marker, .text, "Meine Wade tut weh"),
      event(.sessionStarted, .name, "Nacht mit Otto"),
    ])
    return journal
  }
}
