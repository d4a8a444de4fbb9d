import CrampModel
import EventJournal
import Foundation
import Testing

@testable import EventStream

@Suite(.timeLimit(.minutes(2))) struct EventClientTests {
  @Test func `a program reads what the server says`() async throws {
    try await TestDaemon.run { daemon in
      try await daemon.append([event(1)])
      try await EventClient.withConnection(path: daemon.socket) { client in
        var messages = client.messages.makeAsyncIterator()
        #expect(
          try await messages.next()
            == .hello(
              ServerHello(
                protocolVersion: 1,
                version: "1.2.3",
                instance: "test",
                seq: 1,
                heartbeat: .seconds(600)
              )
            )
        )
        guard case .snapshot(seq: 1, let json) = try await messages.next() else {
          Issue.record("no snapshot")
          return
        }
        #expect(json.contains(#""episodes":[]"#))
        try await client.send("subscribe", params: #"{"after":0}"#, id: 7)
        #expect(try await messages.next() == .response(id: 7, result: #"{"seq":1}"#))
        let stored = try daemon.journal.reader.lines(after: 0, limit: 1)[0].json
        #expect(try await messages.next() == .event(seq: 1, json: stored))
        try await client.send("calibrate", id: 8)
        #expect(
          try await messages.next()
            == .failure(id: 8, code: -32_601, message: "calibrate: no such method")
        )
      }
    }
  }

  @Test func `nobody at the path is an error with its name`() async throws {
    let error = await #expect(throws: EventStreamError.self) {
      try await EventClient.withConnection(path: "/nowhere/events.sock") { _ in }
    }
    #expect(error?.description.hasPrefix("connect on the socket /nowhere/events.sock: ") == true)
  }

  @Test(arguments: [
    (
      #"{"jsonrpc":"2.0","method":"event","params":{"seq":5}}"#,
      EventMessage.event(seq: 5, json: #"{"seq":5}"#)
    ),
    (#"{"method":"event","params":{"seq": 5}}"#, .event(seq: 5, json: #"{"seq":5}"#)),
    (#"{"method":"heartbeat","params":{"seq":5}}"#, .heartbeat(seq: 5, json: #"{"seq":5}"#)),
    (
      #"{"method":"gap","params":{"from":1,"to":2,"reason":"x"}}"#,
      .gap(from: 1, to: 2, reason: "x")
    ),
    (
      #"{"method":"signal","params":{"a":[1,null]}}"#,
      .signal(json: #"{"a":[1,null]}"#)
    ),
    (
      #"{"method":"hello","params":{"protocol":1,"version":"2","instance":"i","seq":3,"#
        + #""journal":"j","heartbeat_s":0.5}}"#,
      .hello(
        ServerHello(
          protocolVersion: 1,
          version: "2",
          instance: "i",
          seq: 3,
          journal: "j",
          heartbeat: .milliseconds(500)
        )
      )
    ),
    (
      #"{"method":"pending","params":{"id":"x","type":"spasm"}}"#,
      .pending(id: "x", json: #"{"id":"x","type":"spasm"}"#)
    ),
    (#"{"method":"later","params":{}}"#, .other(method: "later", json: "{}")),
    (
      #"{"id":1,"error":{"code":-32001,"message":"m","data":{"oldest":4}}}"#,
      .failure(id: 1, code: -32_001, message: "m", data: #"{"oldest":4}"#)
    ),
    (#"{"id":null,"error":{"code":-1,"message":"m"}}"#, .failure(id: nil, code: -1, message: "m")),
  ])
  func messages(line: String, message: EventMessage) throws {
    #expect(try EventMessage(line: line) == message)
  }

  @Test(arguments: [
    "", "x", "[]", "{}", #"{"method":"hello","params":{}}"#, #"{"method":"pending","params":{}}"#,
  ])
  func `what is no message is refused`(line: String) {
    #expect(throws: EventMessageError.self) { try EventMessage(line: line) }
  }
}
