import Foundation
import Testing

/// Sessions and labels, asked for as clients do.
@Suite(.timeLimit(.minutes(3))) struct DaemonSessionTests {
  /// Four holds, which the profile for practice takes for cramps: at 20, 45, 80 and 125 s for 5, 10,
  /// 20 and 30 s.
  private static let holds = ["--sensor", "synthetic:voluntary-holds?speed=10"]
  private static let quiet = "sensors: [{sensor: 'synthetic:quiet-night'}]\n"

  /// Asks something and gives the line of the answer.
  private static func ask(
    _ client: LineClient,
    _ method: String,
    _ params: String = "{}"
  ) throws -> String {
    client.send(#"{"jsonrpc":"2.0","id":"q","method":"\#(method)","params":\#(params)}"#)
    try client.read(upTo: #""id":"q","#)
    return client.lines.last ?? ""
  }

  /// Waits for an event that may have come before the answer or comes after it.
  private static func hear(_ text: String, _ client: LineClient) throws {
    guard !client.events.contains(where: { $0.contains(text) }) else { return }
    try client.read(upTo: text)
  }

  @Test func `A session tells what the simulator did`() async throws {
    let (events, after) = try await blocking {
      let daemon = try RunningDaemon(Self.holds, in: Scratch())
      let client = try daemon.follow()
      try client.read(upTo: "sensor.attached")
      _ = try Self.ask(client, "session.start", #"{"name":"calf","kind":"practice"}"#)
      try client.read(upTo: #""type":"cramp.release""#)
      _ = try Self.ask(client, "mark", #"{"text":"up","cue":"repetition","name":"raise"}"#)
      for _ in 0..<2 { try client.read(upTo: #""type":"cramp.release""#) }
      _ = try Self.ask(client, "session.stop")
      try Self.hear(#""type":"session.ended""#, client)
      return (client.events, try Self.ask(client, "status"))
    }
    let start = try #require(events.first { $0.contains(#""type":"session.started""#) })
    let session = start.member("id")
    let cramps = events.filter { $0.contains(#""type":"session.cramp""#) }
    #expect(cramps.count == 3)
    #expect(cramps.allSatisfy { $0.member("session") == session })
    let lengths = cramps.compactMap { $0.member("duration_s").flatMap(Double.init) }
    for (length, truth) in zip(lengths, [5.0, 10, 20]) { #expect(abs(length - truth) < 0.5) }
    // Without a cue to contract they are timed from the same moment: 20, 45 and 80 s.
    let onsets = cramps.compactMap { $0.member("onset_after_s").flatMap(Double.init) }
    try #require(onsets.count == 3)
    #expect(abs(onsets[1] - onsets[0] - 25) < 0.5)
    #expect(abs(onsets[2] - onsets[1] - 35) < 0.5)
    #expect(cramps.map { $0.member("text") } == [nil, "\"raise\"", "\"raise\""])
    let channel = try #require(events.first { $0.contains(#""type":"session.channel""#) })
    #expect(channel.member("count") == "3")
    #expect(channel.member("cramps_per_repetition") == "2")
    let end = try #require(events.last { $0.contains(#""type":"session.ended""#) })
    #expect(end.member("count") == "3")
    #expect(end.member("reason") == "\"person\"")
    #expect(end.member("session") == session)
    #expect(events.map { $0.member("seq") } == String.seqs(events.count))
    #expect(after.member("profile") == "\"night\"")
    #expect(!after.contains(#""session":"#))
  }

  @Test func `A session outlives a crash, and its profile with it`() async throws {
    let (before, greeting, status, marked, ended) = try await blocking {
      let scratch = try Scratch()
      let file = try scratch.file("crampd.yaml", Self.quiet.utf8)
      let first = try RunningDaemon(["--config", file], in: scratch)
      let client = try first.follow()
      try client.read(upTo: "sensor.attached")
      let before = try Self.ask(client, "session.start", #"{"name":"calf","kind":"practice"}"#)
      first.signal(SIGKILL)
      _ = try first.end()
      let second = try RunningDaemon(["--config", file], in: scratch)
      let other = try second.connect()
      try other.read(upTo: #""method":"snapshot""#)
      let greeting = other.lines.last ?? ""
      let status = try Self.ask(other, "status")
      _ = try Self.ask(other, "mark", #"{"text":"still here"}"#)
      let marked = try Self.ask(other, "history", #"{"types":["marker"]}"#)
      return (before, greeting, status, marked, try Self.ask(other, "session.stop"))
    }
    let session = try #require(before.member("session"))
    #expect(greeting.contains(#""session":{"kind":"practice","name":"calf","session":\#(session)"#))
    #expect(status.member("profile") == "\"practice\"")
    #expect(status.member("profile_reason") == "\"session\"")
    #expect(marked.member("session") == session)
    #expect(ended.member("session") == session, "\(ended)")
  }

  @Test func `A reload keeps the profile of the session, unless it forbids that`() async throws {
    let (profiles, reasons) = try await blocking {
      let reloadable = try ReloadableDaemon(Self.quiet)
      let client = try reloadable.daemon.follow()
      try client.read(upTo: "sensor.attached")
      _ = try reloadable.ask(
        "session.start",
        client,
        params: #"{"name":"run","kind":"exercise"}"#
      )
      var answers = [try reloadable.ask("status", client)]
      for content in ["mains_hz: 60\n", "sessions: {profile: false}\n", ""] {
        _ = try reloadable.reload(Self.quiet + content, client)
        answers.append(try reloadable.ask("status", client))
      }
      _ = try reloadable.ask("session.stop", client)
      answers.append(try reloadable.ask("status", client))
      return (answers.map { $0.member("profile") }, answers.map { $0.member("profile_reason") })
    }
    let (exercise, night) = ("\"exercise\"", "\"night\"")
    #expect(profiles == [exercise, exercise, night, exercise, night])
    let (session, configuration) = ("\"session\"", "\"configuration\"")
    #expect(reasons == [session, session, configuration, session, configuration])
  }

  @Test func `What cannot be is refused, and says what to do`() async throws {
    let answers = try await blocking {
      let daemon = try RunningDaemon(["--sensor", "synthetic:quiet-night"], in: Scratch())
      let client = try daemon.follow()
      try client.read(upTo: "sensor.attached")
      return try [
        ("session.stop", "{}"), ("session.start", #"{"name":"a","kind":"party"}"#),
        ("session.start", #"{"name":"a"}"#), ("session.start", #"{"name":"b"}"#),
        ("session.stop", #"{"name":"b"}"#), ("mark", #"{"text":"x","cue":"Let go"}"#),
        ("mark", #"{"text":"x","cue":"repetition"}"#), ("label", #"{"severity":5}"#),
        ("label", #"{"episode":"019aa3f2","severity":5}"#),
        ("label", #"{"episode":"019aa3f2-7c1e-7b5d-9d0e-2f6f1f0f8a10","severity":5}"#),
        ("label", #"{"time":"2999-01-01T00:00:00Z"}"#),
        ("label", #"{"time":"2026-01-01T00:00:00Z","verdict":"confirmed"}"#),
        ("label", #"{"time":"0001-01-01T00:00:00Z"}"#),
      ]
      .map { try Self.ask(client, $0.0, $0.1) }
    }
    let expected = [
      "-32008", "-32602", "\"seq\"", "session \\\"a\\\" is open; `crampctl session stop` ends it",
      "the open session is \\\"a\\\"", "-32602", "-32602", "episode: missing", "not the id",
      "is not in the journal", "is yet to come", "verdict: missed", "more than ten years ago",
    ]
    for (answer, words) in zip(answers, expected) { #expect(answer.contains(words), "\(answer)") }
  }

  @Test func `A label has the sensor, the channel and the time of its episode`() async throws {
    let (onset, labels) = try await blocking {
      let daemon = try RunningDaemon(
        ["--sensor", "synthetic:short-cramp?speed=max"],
        in: Scratch()
      )
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.detached""#)
      let onset = client.events.first { $0.contains(#""type":"cramp.onset""#) } ?? ""
      let id = onset.member("episode") ?? "\"\""
      _ = try Self.ask(client, "label", #"{"episode":\#(id),"severity":7}"#)
      _ = try Self.ask(client, "label", #"{"episode":\#(id),"verdict":"false-alarm"}"#)
      _ = try Self.ask(client, "label", #"{"episode":\#(id),"text":"so be it"}"#)
      _ = try Self.ask(client, "label", #"{"time":"2026-01-01T23:30:00Z","muscle":"foot"}"#)
      try Self.hear(#""verdict":"missed""#, client)
      let found = client.events.filter { $0.contains(#""type":"episode.labelled""#) }
      return (onset, found)
    }
    let verdicts = ["\"confirmed\"", "\"false-alarm\"", "\"false-alarm\"", "\"missed\""]
    #expect(labels.map { $0.member("verdict") } == verdicts)
    for label in labels.prefix(3) {
      for name in ["sensor", "channel", "time", "episode", "modality"] {
        #expect(label.member(name) == onset.member(name), "\(name)")
      }
    }
    #expect(labels.last?.member("episode") == labels.last?.member("id"))
  }
}
