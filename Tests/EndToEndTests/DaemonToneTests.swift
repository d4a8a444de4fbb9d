import Foundation
import Testing

/// Resting tone from a running daemon.
struct DaemonToneTests {
  @Test func `A mark ends a span, and a passing one only a span that has a tone`() async throws {
    let events = try await blocking {
      let daemon = try RunningDaemon(["--sensor", "synthetic:quiet-night?speed=10"], in: Scratch())
      let client = try daemon.follow()
      try client.read(upTo: "sensor.attached")
      func mark(_ cue: String) throws {
        client.send(
          #"{"jsonrpc":"2.0","id":"q","method":"mark","params":{"text":"a","name":"raise","cue":"\#(cue)"}}"#
        )
        try client.read(upTo: #""id":"q","#)
      }
      try mark("hold")
      // At ten times the speed of life some of these find a span of a few seconds, some a longer one.
      while !client.events.contains(where: { $0.contains(#""still_s":1"#) }) {
        try mark("repetition")
      }
      return client.events.filter { $0.member("type") == "\"tone\"" }
    }
    #expect(events.allSatisfy { $0.member("reason") == "\"mark\"" })
    #expect(events.dropFirst().allSatisfy { $0.member("tone_uv") != nil }, "\(events)")
  }

  @Test func `Tone is told where a stream ends, and known without the journal's file`()
    async throws
  {
    let (events, report) = try await blocking {
      let daemon = try RunningDaemon(
        ["--sensor", "synthetic:two-cramps-in-a-night?speed=max"],
        in: Scratch()
      )
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.detached""#)
      let report = try CrampctlRun(
        ["tone", "--since", "2026-01-01"],
        environment: [
          "CRAMPD_STATE_DIR": daemon.scratch.path("nowhere"), "CRAMPD_SOCKET": daemon.socket,
          "TZ": "UTC",
        ]
      )
      return (client.events, report)
    }
    let tones = events.filter { $0.member("type") == "\"tone\"" }
    let tone = try #require(tones.first)
    #expect(tones.count == 1)
    #expect(tone.member("reason") == "\"end\"")
    #expect(tone.member("duration_s") == "1800")
    #expect(tone.member("time") == "\"2026-01-01T23:00:00.000000Z\"")
    let level = try #require(tone.member("tone_uv").flatMap(Double.init))
    #expect((1.2...2).contains(level))
    #expect(report.status == 0 && report.errors == "", "\(report)")
    #expect(report.output.contains("until 2026-01-01 23:30:00"), "\(report)")
    #expect(report.output.contains("it needs 3 cramps of this channel, and there are 2"))
  }
}
