import Foundation
import Testing

struct DaemonReplayTests {
  @Test(arguments: [
    ("short-cramp", "1"),
    ("short-cramp", "100"),
    ("short-cramp", "max"),
    ("electrode-off-during-cramp", "max"),
    ("cramp-with-a-gap", "max"),
    ("cramp-in-one-head", "max"),
    ("walking-is-not-a-cramp", "max"),
  ])
  func `A replay gives the bytes of the golden file at any speed`(
    fixture: String,
    speed: String
  ) async throws {
    let lines = try await blocking {
      let daemon = try RunningDaemon(
        ["--sensor", "replay:\(Fixture.recording(fixture))?speed=\(speed)"],
        in: Scratch()
      )
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.detached""#)
      return (all: client.lines, events: client.events)
    }
    #expect(lines.all.first?.contains(#""method":"hello""#) == true)
    #expect(lines.all.dropFirst().first?.contains(#""method":"snapshot""#) == true)
    #expect(lines.events.map { $0.member("seq") } == String.seqs(lines.events.count))
    let types = lines.events.filter { !$0.isOfTheDetector }.map { $0.member("type") }
    let tones = Array(repeating: "\"tone\"", count: max(0, types.count - 3))
    // Besides, each channel's tone is told at the end.
    #expect(
      types == ["\"daemon.started\"", "\"sensor.attached\""] + tones + ["\"sensor.detached\""]
    )
    #expect(!tones.isEmpty)
    let found = lines.events.filter(\.isOfTheDetector).map { $0.without("seq") }
    #expect(try found == Fixture.golden(fixture).map { $0.without("seq", "t") })
  }

  @Test func `A recording that ends in a cramp ends it as a sensor that is gone`() async throws {
    let events = try await blocking {
      let sensor = "synthetic:calf-cramp-at-night?duration=170&speed=max"
      let daemon = try RunningDaemon(["--sensor", sensor], in: Scratch())
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.detached""#)
      return client.events
    }
    let onset = try #require(events.first { $0.contains("cramp.onset") })
    let release = try #require(events.last { $0.contains("cramp.release") })
    #expect(release.member("type") == "\"cramp.release\"")
    #expect(release.member("reason") == "\"sensor-detached\"")
    #expect(release.member("episode") == onset.member("episode"))
  }
}
