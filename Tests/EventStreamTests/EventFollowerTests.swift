import CrampModel
import EventJournal
import Foundation
import Synchronization
import Testing

@testable import EventStream

@Suite(.timeLimit(.minutes(2))) struct EventFollowerTests {
  private static let eager = ReconnectDelay(
    shortest: .milliseconds(1),
    longest: .milliseconds(20),
    seed: 1
  )

  private static func inDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = try TestDaemon.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await body(directory)
  }

  @Test func `a server that falls silent is left, and asked again`() async throws {
    let hello =
      #"{"jsonrpc":"2.0","method":"hello","params":{"protocol":1,"version":"1","instance":"i","#
      + #""seq":0,"heartbeat_s":0.01}}"#
    try await Self.inDirectory { directory in
      let path = directory + "/s"
      try await SilentServer.run(path: path, saying: hello) {
        var connections = 0
        var causes: [String] = []
        try await EventFollower(path: path, delay: Self.eager).run { update in
          switch update {
          case .connected: connections += 1
          case .disconnected(let cause, retry: _): causes.append(cause)
          default: break
          }
          return connections < 3
        }
        #expect(causes == Array(repeating: "nothing was heard for 0.03 seconds", count: 2))
      }
    }
  }

  enum Waiting: CaseIterable {
    case forServer
    case forGreeting
    case forEvents
    case forProgram
  }

  @Test(arguments: Waiting.allCases)
  func `cancelling works at once, whatever is waited for`(waiting: Waiting) async throws {
    try await TestDaemon.run { daemon in
      let mute = daemon.directory + "/m"
      try await SilentServer.run(path: mute, saying: "") {
        let paths = [Waiting.forServer: "/nowhere/s", .forGreeting: mute]
        let path = paths[waiting] ?? daemon.socket
        let delay = ReconnectDelay(shortest: .seconds(3_600), longest: .seconds(3_600), seed: 1)
        let (waits, isWaiting) = AsyncStream<Void>.makeStream()
        await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            if waiting == .forGreeting { isWaiting.yield() }
            try await EventFollower(path: path, delay: delay).run { update in
              isWaiting.yield()
              if waiting == .forProgram { try await Task.sleep(for: .seconds(3_600)) }
              return true
            }
          }
          for await _ in waits { break }
          group.cancelAll()
          let result = await group.nextResult()
          #expect(throws: CancellationError.self) { try result?.get() }
        }
      }
    }
  }

  @Test func `what the program throws ends it, and false is enough`() async throws {
    struct Enough: Error {}
    try await TestDaemon.run { daemon in
      try await daemon.append((1...3).map { event($0) })
      let follower = EventFollower(
        path: daemon.socket,
        subscription: EventSubscription(after: 0),
        delay: Self.eager
      )
      await #expect(throws: Enough.self) { try await follower.run { _ in throw Enough() } }
      var seqs: [Int64] = []
      try await follower.run { update in
        if case .event(let seq, json: _) = update { seqs.append(seq) }
        return seqs.count < 2
      }
      #expect(seqs == [1, 2])
    }
  }

  @Test func `a subscription that cannot be is an error`() async throws {
    try await TestDaemon.run { daemon in
      let follower = EventFollower(
        path: daemon.socket,
        subscription: EventSubscription(after: 9),
        delay: Self.eager
      )
      await #expect(throws: EventFollowerError.self) { try await follower.run { _ in true } }
    }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `a follower over restarts hears what one without them hears`(seed: UInt64) async throws {
    try await Self.inDirectory { directory in
      let daemon = try TestDaemon(directory: directory)
      var random = SplitMix64(seed: seed)
      let types = seed.isMultiple(of: 2) ? ["sp*"] : []
      let heard = Heard()
      let (news, isNew) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
      try await withThrowingTaskGroup { group in
        group.addTask {
          let follower = EventFollower(
            path: daemon.socket,
            subscription: EventSubscription(after: 0, types: types),
            delay: Self.eager
          )
          try await follower.run { update in
            guard case .event(seq: _, let json) = update else { return true }
            heard.add(json)
            isNew.yield(0)
            return true
          }
        }
        let filter = EventFilter(types: types)
        var iterator = news.makeAsyncIterator()
        for round in 1...4 {
          try await daemon.append(random.events(round: round, 300))
          try await daemon.serve { daemon in
            try await daemon.append(random.events(round: round + 10, 20))
            let wanted = try daemon.journal.reader.lines(after: 0, limit: .max, filter: filter)
            // Some restarts come in the middle of catching up.
            let enough = round == 4 ? wanted.count : wanted.count - Int(random.next() % 200)
            while heard.lines.count < enough, await iterator.next(isolation: #isolation) != nil {}
          }
        }
        group.cancelAll()
        let all = try daemon.journal.reader.lines(after: 0, limit: .max, filter: filter)
        #expect(heard.lines == all.map(\.json), "seed \(seed)")
      }
    }
  }
}

/// What a follower has heard, for the task that waits for it.
private final class Heard: Sendable {
  private let state = Mutex<[String]>([])
  var lines: [String] { state.withLock { $0 } }

  func add(_ line: String) {
    state.withLock { $0.append(line) }
  }
}

extension SplitMix64 {
  /// Events of a kind that some subscriptions want and some do not.
  mutating func events(round: Int, _ count: Int) -> [CrampEvent] {
    (1...count).map { number in
      event(
        round * 1_000 + number,
        type: next().isMultiple(of: 3) ? .signalGood : .spasm,
        channel: next().isMultiple(of: 2) ? "calf" : "thigh"
      )
    }
  }
}
