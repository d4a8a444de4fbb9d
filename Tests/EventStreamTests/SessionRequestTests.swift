import CrampModel
import EventStream
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct SessionRequestTests {
  private static let session = "019aa3f2-7c1e-7b5d-9d0e-2f6f1f0f8a10"

  /// What a desk is asked, and what the client hears.
  private static func ask(
    _ method: String,
    _ params: String,
    _ result: Result<SessionAnswer, SessionRefusal> = .success(SessionAnswer(seq: 1))
  ) async throws -> (asked: [SessionRequest], answer: String) {
    let asked = Mutex<[SessionRequest]>([])
    let answer = Mutex("")
    let desk = SessionDesk { request in
      asked.withLock { $0.append(request) }
      return result
    }
    try await TestDaemon.run(sessions: desk) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(
          #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#
        )
        let line = try await client.next() ?? ""
        answer.withLock { $0 = line }
      }
    }
    return (asked.withLock { $0 }, answer.withLock { $0 })
  }

  @Test(arguments: [
    ("mark", #"{"text":"au"}"#, SessionRequest.mark(text: "au", cue: nil, name: nil)),
    (
      "mark", #"{"text":"up","cue":"repetition","name":"calf raise"}"#,
      .mark(text: "up", cue: "repetition", name: "calf raise")
    ),
    ("session.start", #"{"name":"night \"1\""}"#, .start(name: "night \"1\"", kind: nil)),
    (
      "session.start", #"{"name":"calf","kind":"practice"}"#,
      .start(name: "calf", kind: "practice")
    ),
    ("session.stop", "{}", .stop(name: nil)),
    ("session.stop", #"{"name":"calf"}"#, .stop(name: "calf")),
  ])
  func `what a person says reaches the desk`(
    method: String,
    params: String,
    request: SessionRequest
  ) async throws {
    let (asked, answer) = try await Self.ask(method, params)
    #expect(asked == [request])
    #expect(answer == #"{"jsonrpc":"2.0","id":1,"result":{"seq":1}}"#)
  }

  @Test func `a label is read member by member`() async throws {
    let (asked, answer) = try await Self.ask(
      "label",
      #"{"episode":"e","verdict":"confirmed","severity":7,"sleep_disturbance":2.5,"#
        + #""side":"left","muscle":"calf","text":"au","duration_s":40}"#,
      .success(SessionAnswer(seq: 4, episode: Self.session))
    )
    guard case .label(let label) = asked.first else {
      Issue.record("\(asked)")
      return
    }
    #expect(label.episode == "e")
    #expect(label.verdict == "confirmed")
    #expect(label.severity == 7)
    #expect(label.sleepDisturbance == 2.5)
    #expect(label.side == "left")
    #expect(label.muscle == "calf")
    #expect(label.text == "au")
    #expect(label.duration == 40)
    #expect(label.time == nil)
    #expect(answer.hasSuffix(#""result":{"seq":4,"episode":"\#(Self.session)"}}"#))
  }

  @Test(arguments: [
    ("mark", "{}", "mark: text: missing"),
    ("mark", #"{"text":" "}"#, "mark: text: empty"),
    ("mark", #"{"text":"a","queue":"relax"}"#, "mark: queue: no such parameter"),
    ("session.start", "{}", "session.start: name: missing"),
    ("session.stop", #"{"name":""}"#, "session.stop: name: empty"),
    ("session.stop", #"{"name":5}"#, "session.stop: name: not a string"),
    ("label", #"{"severity":11}"#, "label: severity: not a number in 0.0...10.0"),
    ("label", #"{"severity":"bad"}"#, "label: severity: not a number in 0.0...10.0"),
    ("label", #"{"time":"noon"}"#, "label: time: no RFC 3339 time"),
    ("label", #"{"duration_s":-1}"#, "label: duration_s: not a number in 0.0...31536000.0"),
  ])
  func `what cannot be meant is refused before the desk hears of it`(
    method: String,
    params: String,
    message: String
  ) async throws {
    let (asked, answer) = try await Self.ask(method, params)
    #expect(asked.isEmpty)
    #expect(answer.contains(#""code":-32602,"message":"\#(message)""#), "\(answer)")
  }

  @Test(arguments: [
    (SessionRefusal.Kind.badRequest, -32_602), (.busy, -32_005), (.otherSession, -32_008),
    (.trouble, -32_603),
  ])
  func `a refusal has its code`(kind: SessionRefusal.Kind, code: Int) async throws {
    let refusal = SessionRefusal(kind, "why")
    let (_, answer) = try await Self.ask("session.stop", "{}", .failure(refusal))
    #expect(answer.hasSuffix(#""error":{"code":\#(code),"message":"session.stop: why"}}"#))
  }

  @Test(arguments: [
    SessionAnswer(seq: 7, session: session), SessionAnswer(waiting: "disk full", session: session),
    SessionAnswer(waiting: "disk full"), SessionAnswer(waiting: "disk full", episode: session),
  ])
  func `every answer is as the schema says`(answer: SessionAnswer) async throws {
    let line = try await Self.ask("session.start", #"{"name":"n"}"#, .success(answer)).answer
    #expect(line.contains(#""result":{"#))
  }

  @Test func `who connects hears of the open session`() async throws {
    var report = StatusReport.example
    report.session =
      #"{"session":"\#(Self.session)","name":"calf","kind":"practice","#
      + #""since":"2026-11-21T02:51:21.123456Z"}"#
    try await TestDaemon.run(report: report) { daemon in
      try await LineClient.connect(to: daemon) { client in
        let lines = try await client.next(2)
        #expect(lines.last?.contains(#""session":{"session":"\#(Self.session)""#) == true)
      }
    }
  }
}
