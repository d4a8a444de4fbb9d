import CrampModel
import EventJournal
import EventStream
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct EventServerTests {
  @Test func `a client that only reads gets hello, snapshot and events in order`() async throws {
    try await TestDaemon.run { daemon in
      try await daemon.append([
        event(1),
        event(2, type: .crampOnset, episode: 1, details: [.init(.confidence, .number(1))]),
      ])
      try await LineClient.connect(to: daemon) { client in
        let greeting = try await client.next(2)
        let onset = try daemon.journal.reader.lines(after: 1, limit: 1)[0].json
        #expect(
          greeting == [
            #"{"jsonrpc":"2.0","method":"hello","params":{"protocol":1,"version":"1.2.3","#
              + #""instance":"test","seq":2,"heartbeat_s":600.0}}"#,
            #"{"jsonrpc":"2.0","method":"snapshot","params":{"seq":2,"#
              + #""sensors":[{"sensor":"synthetic:1"}],"#
              + #""channels":[{"channel":"calf","sensor":"synthetic:1"}],"episodes":[\#(onset)]}}"#,
          ]
        )
        try await daemon.append((3...300).map { event($0) })
        let stored = try daemon.journal.reader.lines(after: 2, limit: .max)
        #expect(try await client.next(298) == stored.map { notification($0.json) })
      }
    }
  }

  @Test(arguments: [0, 1, 299, 599, 600])
  func `a subscription replays from its seq and goes on live`(after: Int) async throws {
    try await TestDaemon.run(validates: false) { daemon in
      try await daemon.append((1...600).map { event($0) })
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(
          #"{"jsonrpc":"2.0","id":"a","method":"subscribe","params":{"after":\#(after)}}"#
        )
        #expect(try await client.next() == #"{"jsonrpc":"2.0","id":"a","result":{"seq":600}}"#)
        try await daemon.append((601...700).map { event($0) })
        let stored = try daemon.journal.reader.lines(after: Int64(after), limit: .max)
        #expect(try await client.next(700 - after) == stored.map { notification($0.json) })
      }
    }
  }

  @Test func `a subscription is for what it names`() async throws {
    try await TestDaemon.run { daemon in
      try await daemon.append([
        event(1), event(2, channel: "thigh"), event(3, type: .signalGood), event(4),
      ])
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(
          #"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":"#
            + #"{"after":0,"types":["sp*"],"channels":["calf"],"sensors":["synthetic:1"]}}"#
        )
        let lines = try await client.next(3)
        let stored = try daemon.journal.reader.lines(after: 0, limit: .max)
        #expect(lines.dropFirst() == [notification(stored[0].json), notification(stored[3].json)])
      }
    }
  }

  @Test func `a client that never reads delays nobody and loses nothing`() async throws {
    try await TestDaemon.run(validates: false) { daemon in
      try await LineClient.connect(to: daemon) { idle in
        try await LineClient.connect(to: daemon) { busy in
          _ = try await busy.next(2)
          for block in 0..<50 {
            try await daemon.append((1...1_000).map { event(block * 1_000 + $0) })
          }
          for seq in 1...50_000 {
            let line = try #require(try await busy.next())
            #expect(line.contains(#""params":{"seq":\#(seq),"#))
          }
        }
        let late = try await idle.next(50_002)
        #expect(late.count == 50_002)
        #expect(late.last?.contains(#""params":{"seq":50000,"#) == true)
      }
    }
  }

  @Test func `what retention took away is a gap`() async throws {
    var limits = StreamLimits()
    limits.recentEvents = 0
    try await TestDaemon.run(limits: limits) { daemon in
      try await daemon.append((1...10).map { event($0) })
      try TestJournal.execute("DELETE FROM events WHERE seq IN (1, 2, 3, 7)", on: daemon.journal)
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(
          #"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"after":2}}"#
        )
        #expect(
          try await client.next()
            == #"{"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"#
            + #""subscribe: after: the oldest seq that the journal holds is 4","#
            + #""data":{"oldest":4}}}"#
        )
        try await client.send(
          #"{"jsonrpc":"2.0","id":2,"method":"subscribe","params":{"after":3}}"#
        )
        let lines = try await client.next(8)
        #expect(
          lines[4]
            == #"{"jsonrpc":"2.0","method":"gap","params":{"from":7,"to":7,"reason":"damaged"}}"#
        )
      }
    }
  }

  @Test func `heartbeats come while nothing happens`() async throws {
    try await TestDaemon.run(heartbeat: .milliseconds(2)) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        #expect(
          try await client.next(3)
            == Array(
              repeating: #"{"jsonrpc":"2.0","method":"heartbeat","params":"#
                + #"{"seq":0,"newest_sample_s":0.25}}"#,
              count: 3
            )
        )
      }
    }
  }

  @Test func `at shutdown clients get what is journalled and then the end`() async throws {
    try await TestDaemon.run(validates: false) { daemon in
      let (ready, isReady) = AsyncStream<Void>.makeStream()
      let delivered = try await withThrowingTaskGroup(of: Int.self) { group in
        group.addTask {
          var count = 0
          try await LineClient.connect(to: daemon) { client in
            _ = try await client.next(2)
            isReady.finish()
            while try await client.next() != nil { count += 1 }
          }
          return count
        }
        for await _ in ready {}
        try await daemon.append((1...500).map { event($0) })
        await daemon.shutDown()
        return try await group.next()
      }
      #expect(delivered == 500)
    }
  }

  @Test(arguments: [(clients: 1, ofOneUser: 9), (clients: 9, ofOneUser: 1)])
  func `clients beyond a limit are turned away with an error`(
    clients: Int,
    ofOneUser: Int
  ) async throws {
    var limits = StreamLimits()
    limits.clients = clients
    limits.clientsOfOneUser = ofOneUser
    try await TestDaemon.run(limits: limits) { daemon in
      try await LineClient.connect(to: daemon) { first in
        _ = try await first.next(2)
        try await LineClient.connect(to: daemon) { second in
          let refusal = try await second.next()
          #expect(refusal?.contains("-32004") == true)
          let end = try await second.next()
          #expect(end == nil)
        }
        try await first.send(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
        #expect(try await first.next()?.contains(#""id":1"#) == true)
      }
    }
  }
}
