import CrampModel
import EventJournal
import Foundation
import Testing

@testable import EventStream

@Suite(.timeLimit(.minutes(2))) struct RequestTests {
  @Test(arguments: [
    ("", #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, #""id":1,"result":{}}"#),
    ("string id", #"{"jsonrpc":"2.0","id":"é","method":"ping"}"#, #""id":"é","result":{}}"#),
    ("null id", #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, #""id":null,"result":{}}"#),
    ("status", #"{"jsonrpc":"2.0","id":1,"method":"status"}"#, #""result":{"version":"1.2.3"}}"#),
    ("not JSON", "pong", #""id":null,"error":{"code":-32700"#),
    ("torn", #"{"jsonrpc":"2.0","id":1,"#, #""id":null,"error":{"code":-32700"#),
    ("deep", String(repeating: "[", count: 60_000), #""error":{"code":-32700"#),
    ("batch", #"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, #""error":{"code":-32600"#),
    ("scalar", "7", #""error":{"code":-32600"#),
    ("version", #"{"id":1,"method":"ping"}"#, #""id":1,"error":{"code":-32600"#),
    ("id", #"{"jsonrpc":"2.0","id":[],"method":"ping"}"#, #""id":null,"error":{"code":-32600"#),
    ("no method", #"{"jsonrpc":"2.0","id":1}"#, #""id":1,"error":{"code":-32600"#),
    ("unknown", #"{"jsonrpc":"2.0","id":1,"method":"reload"}"#, #""error":{"code":-32601"#),
    ("calibrate", #"{"jsonrpc":"2.0","id":1,"method":"calibrate"}"#, #""error":{"code":-32601"#),
    ("list", #"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, #""code":-32602"#),
    (
      "beyond", #"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"after":4}}"#,
      #""code":-32602,"message":"subscribe: after: 4 is beyond the newest seq, 3""#
    ),
    (
      "signals", #"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"signals_hz":51}}"#,
      #""code":-32602,"message":"subscribe: signals_hz: "#
    ),
    (
      "slow", #"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"signals_hz":1e-12}}"#,
      #""code":-32602,"message":"subscribe: signals_hz: "#
    ),
    (
      "misspelt", #"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"type":"*"}}"#,
      #""code":-32602,"message":"subscribe: type: no such parameter""#
    ),
    (
      "time", #"{"jsonrpc":"2.0","id":1,"method":"history","params":{"since":"noon"}}"#,
      #""code":-32602,"message":"history: since: no RFC 3339 time""#
    ),
    (
      "limit", #"{"jsonrpc":"2.0","id":1,"method":"history","params":{"limit":0}}"#,
      #""code":-32602"#
    ),
    (
      "none", #"{"jsonrpc":"2.0","id":1,"method":"history","params":{"types":["marker"]}}"#,
      #""result":{"events":[]}}"#
    ),
    ("mark", #"{"jsonrpc":"2.0","id":1,"method":"mark"}"#, #""error":{"code":-32601"#),
    ("label", #"{"jsonrpc":"2.0","id":1,"method":"label"}"#, #""error":{"code":-32601"#),
  ])
  func `each request has its answer, and the connection lives`(
    name: String,
    line: String,
    answer: String
  ) async throws {
    try await TestDaemon.run { daemon in
      try await daemon.append((1...3).map { event($0) })
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(line)
        let found = try #require(try await client.next())
        #expect(found.contains(answer), "\(found)")
        try await client.send(#"{"jsonrpc":"2.0","id":9,"method":"ping"}"#)
        #expect(try await client.next() == #"{"jsonrpc":"2.0","id":9,"result":{}}"#)
      }
    }
  }

  /// Events of 200 and of 900 bytes: pieces shorter and longer than what a client's queue takes.
  @Test(arguments: [8, 700])
  func `a long history comes whole while events come and more is asked`(
    length: Int
  ) async throws {
    let text = EventDetail(.text, .text(String(repeating: "x", count: length)))
    func long(_ number: Int) -> CrampEvent { event(number, type: .marker, details: [text]) }
    try await TestDaemon.run(validates: false) { daemon in
      try await daemon.append((1...3_999).map(long))
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        // A replay is under way, and the history does not break into it, nor it into the history.
        for (id, request) in [
          #""method":"subscribe","params":{"after":0}"#,
          #""method":"history","params":{"limit":3000}"#, #""method":"ping""#,
        ].enumerated() {
          try await client.send(#"{"jsonrpc":"2.0","id":\#(id),\#(request)}"#)
        }
        try await daemon.append([long(4_000)])
        let stored = try daemon.journal.reader.lines(after: 0, limit: 4_000).map(\.json)
        var answers: [String] = []
        var events: [String] = []
        while answers.count < 3 || events.count < 4_000 {
          let line = try #require(try await client.next())
          if line.hasPrefix(#"{"jsonrpc":"2.0","method""#) {
            events.append(line)
          } else {
            answers.append(line)
          }
        }
        #expect(events == stored.map { notification($0) })
        #expect(answers.last == #"{"jsonrpc":"2.0","id":2,"result":{}}"#)
        let newest = answers.dropFirst().first?.contains(#""seq":4000,"#) == true
        let expected = stored.prefix(newest ? 4_000 : 3_999).suffix(3_000)
        #expect(
          answers.dropFirst().first == #"{"jsonrpc":"2.0","id":1,"result":{"events":["#
            + expected.joined(separator: ",") + "]}}"
        )
      }
    }
  }

  @Test func `a subscription without a seq goes on where the last one was`() async throws {
    try await TestDaemon.run(validates: false) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        var seqs: [Int] = []
        for round in 0..<40 {
          try await client.send(
            #"{"jsonrpc":"2.0","id":\#(round),"method":"subscribe","params":{"types":["spasm"]}}"#
          )
          try await daemon.append((0..<5).map { event(round * 5 + $0) })
        }
        while seqs.count < 200 {
          let line = try #require(try await client.next())
          guard line.contains(#""method":"event""#) else { continue }
          seqs.append(Int(line.components(separatedBy: #""seq":"#)[1].prefix { $0.isNumber }) ?? 0)
        }
        #expect(seqs == Array(1...200))
      }
    }
  }

  @Test func `history gives the newest events as they are stored`() async throws {
    try await TestDaemon.run { daemon in
      try await daemon.append((1...9).map { event($0) })
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(
          #"{"jsonrpc":"2.0","id":1,"method":"history","params":"#
            + #"{"limit":2,"until":"\#(event(9).time)","types":["spasm"],"channel":"calf"}}"#
        )
        let stored = try daemon.journal.reader.lines(after: 6, limit: 2).map(\.json)
        #expect(
          try await client.next()
            == #"{"jsonrpc":"2.0","id":1,"result":{"events":[\#(stored.joined(separator: ","))]}}"#
        )
      }
    }
  }

  @Test(arguments: [
    ("too long", Array(repeating: UInt8(ascii: " "), count: 70_000), "longer than 65536 bytes"),
    ("not UTF-8", [0x22, 0xC3, 0x28, 0x22, 0x0A], "not UTF-8"),
  ])
  func `a hopeless line is answered and ends the connection`(
    name: String,
    bytes: [UInt8],
    cause: String
  ) async throws {
    try await TestDaemon.run { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(bytes: bytes)
        #expect(try await client.next()?.contains(cause) == true)
        #expect(try await client.next() == nil)
      }
    }
  }

  @Test(arguments: 1...6)
  func `it does not matter how the bytes are cut`(seed: UInt64) async throws {
    try await TestDaemon.run { daemon in
      var random = SplitMix64(seed: seed)
      let lines = (1...40).map { #"{"jsonrpc":"2.0","id":\#($0),"method":"ping"}"# }
      var bytes = Array(lines.joined(separator: seed.isMultiple(of: 2) ? "\r\n\n" : "\n").utf8)
      bytes.append(UInt8(ascii: "\n"))
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        while !bytes.isEmpty {
          let count = min(bytes.count, Int.random(in: 1...90, using: &random))
          try await client.send(bytes: Array(bytes.prefix(count)))
          bytes.removeFirst(count)
        }
        let answers = try await client.next(40)
        #expect(answers == (1...40).map { #"{"jsonrpc":"2.0","id":\#($0),"result":{}}"# })
      }
    }
  }

  @Test func `who has said all still gets answers and events`() async throws {
    try await TestDaemon.run { daemon in
      try await LineClient.connect(to: daemon) { client in
        try await client.send(bytes: Array(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#.utf8))
        try await client.endSending()
        let lines = try await client.next(3)
        #expect(lines.last == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
        try await daemon.append([event(1)])
        #expect(try await client.next()?.contains(#""seq":1,"#) == true)
      }
    }
  }

  @Test(arguments: [
    (uid_t(0), true), (geteuid(), true), (uid_t(65_534), false),
  ])
  func `only some may change things`(user: uid_t, may: Bool) {
    #expect(Peer(user: user, group: 65_534).mayChange(group: nil) == may)
    #expect(Peer(user: user, group: 65_534).mayChange(group: "no-such-group") == may)
    #expect(Peer(user: user, group: 0).mayChange(group: "root"))
  }
}
