import Testing

@testable import EventStream

struct FollowedStreamTests {
  /// What a conversation comes to, a word for each thing that the follower does.
  private static func drawn(
    after: Int64?,
    types: [String] = [],
    _ messages: [EventMessage?]
  ) -> String {
    var stream = FollowedStream(EventSubscription(after: after, types: types))
    var words: [String] = []
    for message in messages {
      guard let message else {
        stream.connect()
        continue
      }
      do {
        let reaction = try stream.take(message)
        words += reaction.updates.compactMap(word)
        if let request = reaction.request { words.append("ask\(request.filter(\.isNumber))") }
        if let end = reaction.end { words.append("end(\(end))") }
      } catch {
        words.append("stop(\(error))")
      }
    }
    return words.joined(separator: " ")
  }

  private static func word(_ update: EventFollower.Update) -> String? {
    switch update {
    case .connected: nil
    case .snapshot: "snapshot"
    case .event(let seq, json: _): "e\(seq)"
    case .pending(let id, json: _): "p\(id)"
    case .signal: "signal"
    case .heartbeat: "beat"
    case .gap(let from, to: let end, let reason): "gap\(from)-\(end)(\(reason))"
    case .newJournal: "new"
    case .unreachable, .disconnected: "lost"
    }
  }

  private static func hello(_ seq: Int64, journal: String? = nil) -> EventMessage {
    .hello(
      ServerHello(protocolVersion: 1, version: "1", instance: "i", seq: seq, journal: journal)
    )
  }

  private static func event(_ seq: Int64) -> EventMessage {
    .event(seq: seq, json: #"{"seq":\#(seq)}"#)
  }

  private static func gone(oldest: Int64) -> EventMessage {
    .failure(id: 1, code: -32_001, message: "gone", data: #"{"oldest":\#(oldest)}"#)
  }

  private static let answer = EventMessage.response(id: 1, result: "{}")

  @Test(
    arguments: [
      // What comes before the answer comes again after it.
      (0, [hello(2), event(3), answer, event(1), event(2), event(3)], "ask0 e1 e2 e3"),
      (nil, [hello(2), event(3), answer, event(3)], "ask2 e3"),
      // After a restart it goes on, and a repeat is none.
      (
        0, [hello(2), answer, event(1), nil, hello(2), answer, event(1), event(2)],
        "ask0 e1 ask1 e2"
      ),
      // A connection that was lost before its answer.
      (nil, [hello(2), nil, hello(5), answer, event(3)], "ask2 ask2 e3"),
      // What is lost is told.
      (
        0,
        [hello(9), answer, event(1), .gap(from: 1, to: 3, reason: "retention"), event(4)],
        "ask0 e1 gap2-3(retention) e4"
      ),
      (0, [hello(9), answer, event(1), event(4)], "ask0 e1 gap2-3(unexplained) e4"),
      (
        1, [hello(9), answer, event(2), nil, hello(9), gone(oldest: 5), answer, event(5)],
        "ask1 e2 ask2 gap3-4(retention) ask4 e5"
      ),
      // All that is kept is no gap, and a seq that a program asks for and that is gone is one.
      (0, [hello(9), gone(oldest: 5), answer, event(5)], "ask0 ask4 e5"),
      (2, [hello(9), gone(oldest: 5)], "ask2 stop(the server refuses: gone)"),
      (0, [hello(9), gone(oldest: 1)], "ask0 stop(the server refuses: gone)"),
      // A new journal is followed from its first event.
      (nil, [hello(7), answer, nil, hello(2), answer, event(1)], "ask7 new ask0 e1"),
      (
        nil,
        [hello(7, journal: "a"), answer, nil, hello(9, journal: "b"), answer, event(1)],
        "ask7 new ask0 e1"
      ),
      (nil, [hello(7, journal: "a"), answer, nil, hello(7)], "ask7 ask7"),
      // Trouble of the server is no refusal.
      (0, [.failure(id: nil, code: -32_004, message: "full")], "end(full)"),
      (0, [hello(1), .failure(id: 1, code: -32_603, message: "disk")], "ask0 end(disk)"),
      (
        5, [hello(1), .failure(id: 1, code: -32_602, message: "far")],
        "ask5 stop(the server refuses: far)"
      ),
      (
        0,
        [.hello(ServerHello(protocolVersion: 2, version: "9", instance: "i", seq: 1))],
        "stop(the server speaks version 2 of the protocol, and this program 1)"
      ),
      (0, [hello(1), hello(1), answer, .other(method: "x", json: "{}")], "ask0"),
    ] as [(Int64?, [EventMessage?], String)]
  )
  func `a conversation`(after: Int64?, messages: [EventMessage?], drawing: String) {
    #expect(Self.drawn(after: after, messages) == drawing)
  }

  @Test func `what is not an event passes as it comes, once it is asked for`() {
    let messages: [EventMessage?] = [
      Self.hello(0), .snapshot(seq: 0, json: "{}"), .pending(id: "a", json: "{}"), Self.answer,
      .pending(id: "b", json: "{}"), .signal(json: "{}"), .heartbeat(seq: 0, json: "{}"),
    ]
    #expect(Self.drawn(after: 0, messages) == "ask0 snapshot pa pb signal beat")
    #expect(Self.drawn(after: 0, types: ["spasm"], messages) == "ask0 snapshot pb signal beat")
  }

  @Test func `events that are not asked for are no gap`() {
    let messages = [Self.hello(9), Self.answer, Self.event(2), Self.event(9)]
    #expect(Self.drawn(after: 0, types: ["spasm"], messages) == "ask0 e2 e9")
  }

  @Test func `a subscription says all that is asked for`() {
    let subscription = EventSubscription(
      types: ["a\"b"],
      sensors: ["s"],
      channels: ["c", "d"],
      signalRate: 12.5
    )
    #expect(
      subscription.params(after: 3)
        == #"{"after":3,"types":["a\"b"],"sensors":["s"],"channels":["c","d"],"signals_hz":12.5}"#
    )
  }
}
