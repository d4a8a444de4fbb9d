import Foundation
import Testing

struct DaemonStopTests {
  @Test(arguments: [SIGTERM, SIGINT])
  func `A daemon that is asked to stop in a cramp says goodbye`(signal: Int32) async throws {
    let (events, end, socketRemains, log) = try await blocking {
      let recording = Fixture.recording("calf-cramp-at-night")
      let daemon = try RunningDaemon(["--sensor", "replay:\(recording)?speed=20"], in: Scratch())
      let client = try daemon.follow()
      try client.read(upTo: #""type":"cramp.onset""#)
      daemon.signal(signal)
      client.readToEnd()
      let end = try daemon.end()
      let remains = FileManager.default.fileExists(atPath: daemon.socket)
      return (client.events, end, remains, daemon.log)
    }
    #expect(end.status == 0, "\(log)")
    #expect(!end.signalled)
    #expect(!socketRemains)
    let last = events.suffix(4)
    #expect(
      last.map { $0.member("type") } == [
        "\"cramp.onset\"", "\"cramp.release\"", "\"tone\"", "\"daemon.stopped\"",
      ]
    )
    let release = try #require(last.dropFirst().first)
    #expect(release.member("reason") == "\"shutdown\"")
    #expect(release.member("episode") == last.first?.member("episode"))
  }

  @Test func `A daemon that is idle stops, too`() async throws {
    let end = try await blocking {
      let sensor = "replay:\(Fixture.recording("short-cramp"))?speed=max"
      let daemon = try RunningDaemon(["--sensor", sensor], in: Scratch())
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.detached""#)
      daemon.signal(SIGTERM)
      try client.read(upTo: #""type":"daemon.stopped""#)
      return try daemon.end()
    }
    #expect(end.status == 0)
    #expect(end.signalled == false)
  }
}
