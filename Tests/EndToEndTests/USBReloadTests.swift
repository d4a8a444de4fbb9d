import Foundation
import Testing

/// USB sensors that come, go and change their names by a reload.
@Suite(.enabled(if: EmulatedBed.isThere), .timeLimit(.minutes(3)))
struct USBReloadTests {
  private static func configuration(_ sensors: String...) -> String {
    "usb: {discover: false}\nsensors:\n" + sensors.map { "- {serial: \($0)}\n" }.joined()
  }

  @Test func `A sensor ends and begins with its rule, and the other one loses nothing`()
    async throws
  {
    let (types, messages, lost, snapshot, status) = try await blocking {
      let daemon = try EmulatedDaemon(Self.configuration("DQ1", "DQ2"))
      let person = try RunningDaemon.connect(to: daemon.scratch.path("s")) { daemon.bed.said }
      try daemon.bed.command("plug a cyton serial=DQ1")
      _ = try daemon.next("sensor.attached")
      try daemon.bed.command("plug b cyton serial=DQ2")
      _ = try daemon.next("sensor.attached")
      let name = "DQ1, channels: {1: {name: left-calf}}"
      try Self.reload(Self.configuration(name), daemon, person)
      _ = try daemon.next("sensor.detached")
      let newcomer = try RunningDaemon.connect(to: daemon.scratch.path("s")) { daemon.bed.said }
      try newcomer.read(upTo: #""method":"snapshot""#)
      try daemon.bed.command("wait a frames_delivered=+250 timeout=60")
      try Self.reload(Self.configuration(name, "DQ2"), daemon, person)
      _ = try daemon.next("sensor.attached")
      try Self.reload(Self.configuration(name + ", gain: 12", "DQ2"), daemon, person)
      _ = try daemon.next("sensor.detached")
      _ = try daemon.next("sensor.attached")
      let status = try daemon.end()
      let own = daemon.client.events.filter { $0.contains("DQ1") }
      return (
        own.compactMap { $0.member("type") }.filter { $0.hasPrefix("\"sensor.") },
        daemon.events("sensor.detached").map { $0.member("message") ?? "" },
        own.filter { $0.contains("samples.lost") },
        newcomer.lines.last ?? "",
        status
      )
    }
    #expect(types == ["\"sensor.attached\"", "\"sensor.detached\"", "\"sensor.attached\""])
    #expect(messages == ["\"it is no longer configured\"", "\"its settings changed\""])
    #expect(lost.isEmpty, "\(lost)")
    #expect(snapshot.contains(#""channel":"left-calf","#), "\(snapshot)")
    #expect(status == 0)
  }

  private static func reload(
    _ configuration: String,
    _ daemon: EmulatedDaemon,
    _ person: LineClient
  ) throws {
    let file = URL(fileURLWithPath: daemon.scratch.path("crampd.yaml"))
    try Data(configuration.utf8).write(to: file, options: .atomic)
    person.send(#"{"jsonrpc":"2.0","id":"reload","method":"reload"}"#)
    try person.read(upTo: #""id":"reload","#)
    guard person.lines.last?.contains(#""changed":["sensors"]"#) == true else {
      throw Disappointment(person.lines.last ?? "")
    }
  }
}
