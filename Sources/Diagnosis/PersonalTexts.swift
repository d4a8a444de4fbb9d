import EventJournal
import Foundation

/// What is known on this machine to be a name or the words of a person.
struct PersonalTexts {
  let scene: Scene
  private let configuration: ConfigurationTexts

  init(scene: Scene) {
    self.scene = scene
    configuration = ConfigurationTexts(scene.machine.text(scene.machine.configuration) ?? "")
  }

  /// Whether a text that may quote the configuration can be shown at all.
  var hasWholeConfiguration: Bool { configuration.isComplete }

  /// What takes all of it out of a text.
  func redaction(salt: UInt64) -> Redaction {
    var redaction = Redaction(salt: salt)
    addPeople(to: &redaction)
    addSensors(to: &redaction)
    addWords(to: &redaction)
    addConfiguration(to: &redaction)
    return redaction
  }

  /// Accounts of people and the name of the host.
  private func addPeople(to redaction: inout Redaction) {
    let machine = scene.machine
    if machine.person.user >= 1_000 { redaction.strike(machine.person.name, as: "PERSON") }
    for line in (machine.commands.output("getent", "passwd") ?? "").split(separator: "\n") {
      let parts = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      // Numbers below are the system's own (Debian Policy, section 9.2.2).
      guard parts.count >= 6, let user = Int(parts[2]), (1_000..<65_000).contains(user) else {
        continue
      }
      redaction.strike(parts[0], as: "PERSON")
      for name in parts[4].split(separator: ",") { redaction.strike(String(name), as: "PERSON") }
      redaction.strike(parts[5], as: "/home/PERSON")
    }
    let host = machine.text("/etc/hostname")?.split(separator: "\n").first.map(String.init)
    if host != "localhost" { redaction.strike(host, as: "HOST") }
    redaction.strike(machine.text("/etc/machine-id"), as: "MACHINE")
  }

  private func addConfiguration(to redaction: inout Redaction) {
    for hidden in configuration.hidden {
      if let kind = hidden.kind {
        redaction.hide(kind, hidden.text)
      } else {
        redaction.strike(hidden.text)
      }
    }
  }

  private func addSensors(to redaction: inout Redaction) {
    let status = scene.visit?.status
    for channel in status?.channels ?? [] {
      redaction.hide("channel", channel.channel)
      redaction.hide("muscle", channel.muscle)
    }
    for device in status?.devices ?? [] { redaction.hide("serial", device.serial) }
    let sensors = (status?.sensors ?? []).map(\.sensor)
    for sensor in sensors { hide(sensor: sensor, in: &redaction) }
    for sensor in AttachedSensor.all(on: scene.machine) {
      redaction.hide("serial", sensor.serial)
      redaction.hide("serial", sensor.properties?["ID_SERIAL_SHORT"])
    }
  }

  /// `spikerbox:DQ007XYZ`: the part after the driver.
  private func hide(sensor: String, in redaction: inout Redaction) {
    let parts = sensor.split(separator: ":", maxSplits: 1)
    if parts.count == 2, let serial = parts.last { redaction.hide("serial", String(serial)) }
  }

  /// What was written into the journal, and whom it is about.
  private func addWords(to redaction: inout Redaction) {
    guard let reader = try? JournalReader(path: scene.journal) else { return }
    let query = HistoryQuery(
      filter: EventFilter(types: ["marker", "session.*", "calibration.changed"]),
      limit: 10_000,
      ascending: false
    )
    for line in (try? reader.lines(query: query)) ?? [] {
      guard let written = try? JSONDecoder().decode(Written.self, from: Data(line.json.utf8))
      else { continue }
      for text in [written.text, written.name, written.person] { redaction.strike(text) }
    }
    for origin in (try? reader.origins()) ?? [] {
      redaction.hide("channel", origin.channel)
      if let sensor = origin.sensor { hide(sensor: sensor, in: &redaction) }
    }
  }

  private struct Written: Decodable {
    let text: String?
    let name: String?
    let person: String?
  }
}
