import Foundation
import Testing

/// What clients should not say, said to the real daemon while somebody else is served.
struct DaemonBadInputTests {
  private static let sensor = ["--sensor", "synthetic:quiet-night", "--log-level", "error"]

  @Test func `Each bad line gets its error, and nobody else notices`() async throws {
    let faults = try await blocking {
      let daemon = try RunningDaemon(Self.sensor, in: Scratch())
      let bystander = try Bystander(daemon)
      return try BadLine.all.flatMap { line in
        let conversation = try Conversation(daemon)
        conversation.stream.send(line.bytes)
        let closes = line.end == .closes ? conversation.isHungUp() : !conversation.isAlive()
        try bystander.checkThatItIsServed()
        let codes = conversation.answers.map { Int($0.member("code") ?? "0") }
        var faults: [String] = []
        if closes != (line.end == .closes) {
          faults.append("\(line.testDescription): closes: \(closes)")
        }
        if codes != line.codes { faults.append("\(line.testDescription): \(conversation.answers)") }
        return faults
      }
    }
    #expect(faults.isEmpty)
  }

  @Test func `A line of a gigabyte is cut off early and costs no memory`() async throws {
    let (sent, grown, answers) = try await blocking {
      let daemon = try RunningDaemon(Self.sensor, in: Scratch())
      let bystander = try Bystander(daemon)
      try bystander.checkThatItIsServed()
      let before = try daemon.peakMemory
      let conversation = try Conversation(daemon)
      let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
      var sent = 0
      while sent < 1 << 30, conversation.stream.send(piece) { sent += piece.count }
      try bystander.checkThatItIsServed()
      guard conversation.isHungUp() else { throw Disappointment("the connection lives") }
      return (sent, try daemon.peakMemory - before, conversation.answers)
    }
    #expect(sent < 8 << 20)
    #expect(grown < 8_192, "\(grown) kB more than before")
    #expect(answers.map { $0.member("code") } == ["-32600"])
  }

  @Test func `Half a line and then silence holds up nobody, and the line may still end`()
    async throws
  {
    let answers = try await blocking {
      let daemon = try RunningDaemon(Self.sensor, in: Scratch())
      let bystander = try Bystander(daemon)
      let ping = Array((#"{"jsonrpc":"2.0","id":1,"method":"ping"}"# + "\n").utf8)
      let silent = try (1..<ping.count).map { count in
        let conversation = try Conversation(daemon)
        conversation.stream.send(ping.prefix(count))
        return (conversation, ping.dropFirst(count))
      }
      for _ in 0..<10 { try bystander.checkThatItIsServed() }
      return silent.map { conversation, rest in
        // Those who are silent are still told what happens.
        conversation.read { conversation.wasTold(of: "undisturbed 10") }
        conversation.stream.send(rest)
        conversation.read { !conversation.answers.isEmpty }
        return conversation.answers
      }
    }
    #expect(answers.allSatisfy { $0 == [#"{"jsonrpc":"2.0","id":1,"result":{}}"#] }, "\(answers)")
  }

  @Test func `Who asks and never reads costs little, and is answered when it reads`() async throws {
    let (grown, answers) = try await blocking {
      let daemon = try RunningDaemon(Self.sensor, in: Scratch())
      let bystander = try Bystander(daemon)
      try bystander.checkThatItIsServed()
      let before = try daemon.peakMemory
      let conversation = try Conversation(daemon)
      let pings = (1...10_000).flatMap {
        Array((#"{"jsonrpc":"2.0","id":\#($0),"method":"ping"}"# + "\n").utf8)
      }
      let sent = conversation.stream.count(sending: pings, patience: 300)
      for _ in 0..<10 { try bystander.checkThatItIsServed() }
      let grown = try daemon.peakMemory - before
      var rest = pings.dropFirst(sent)
      while !rest.isEmpty {
        let seen = conversation.answers.count
        conversation.read { conversation.answers.count > seen }
        rest = rest.dropFirst(conversation.stream.count(sending: rest, patience: 10))
        if conversation.isClosed { throw Disappointment("the connection ends") }
      }
      conversation.read { conversation.answers.count == 10_000 }
      return (grown, conversation.answers)
    }
    #expect(grown < 8_192, "\(grown) kB more than before")
    #expect(answers == (1...10_000).map { #"{"jsonrpc":"2.0","id":\#($0),"result":{}}"# })
  }

  @Test func `A thousand clients that leave at once leave nothing behind`() async throws {
    let (before, after) = try await blocking {
      let daemon = try RunningDaemon(Self.sensor, in: Scratch())
      let bystander = try Bystander(daemon)
      try bystander.checkThatItIsServed()
      let before = daemon.openFiles
      for number in 0..<1_000 {
        try daemon.untilItListens {
          let stream = SocketStream(daemon.socket)
          if number.isMultiple(of: 2) { stream?.send("{\"jsonrpc\"".utf8) }
          return stream != nil
        }
      }
      try bystander.checkThatItIsServed()
      // The last of them may still be on their way out, and readers of the journal stay open.
      try daemon.untilItListens { daemon.openFiles < before + 20 }
      return (before, daemon.openFiles)
    }
    #expect(after < before + 20)
  }

  @Test func `Who has nothing more to say is still answered and told`() async throws {
    let (answers, events) = try await blocking {
      let daemon = try RunningDaemon(Self.sensor, in: Scratch())
      let bystander = try Bystander(daemon)
      let conversation = try Conversation(daemon)
      conversation.say(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
      // Without a line feed: the end ends it.
      conversation.stream.send(#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#.utf8)
      conversation.stream.endSending()
      conversation.read { conversation.answers.count == 2 }
      try bystander.checkThatItIsServed()
      // The sensor may have been attached before or after it came.
      func marks() -> [String] { conversation.events.filter { $0.contains("marker") } }
      conversation.read { !marks().isEmpty }
      return (conversation.answers, marks())
    }
    #expect(answers.map { $0.member("id") } == ["1", "2"])
    #expect(events.count == 1)
  }
}
