import EventJournal
import EventStream
import Foundation
import Glibc
import Testing

@Suite(.timeLimit(.minutes(2))) struct PassedSocketTests {
  /// A listening socket, as the system keeps one for a service that it may start again.
  private struct Listener: ~Copyable {
    let descriptor: CInt

    init(path: String) throws {
      descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { place in
        for (index, byte) in path.utf8.enumerated() { place[index] = byte }
      }
      let length = socklen_t(MemoryLayout<sockaddr_un>.size)
      let result = withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, length)
        }
      }
      try #require(result == 0 && listen(descriptor, 16) == 0)
    }

    /// A descriptor of its own for each server, as each start of a service gets one.
    func passed() -> CInt { dup(descriptor) }

    deinit { close(descriptor) }
  }

  @Test func `a client that comes between two servers is served by the second`() async throws {
    let directory = try TestDaemon.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let daemon = try TestDaemon(directory: directory)
    let listener = try Listener(path: daemon.socket)
    try await daemon.append((1...3).map { event($0) })
    try await daemon.serve(passedSocket: listener.passed()) { daemon in
      try await LineClient.connect(to: daemon) { client in
        let hello = try await client.next()
        #expect(hello?.contains(#""seq":3"#) == true)
      }
    }
    try await daemon.append([event(4)])
    try await LineClient.connect(to: daemon) { client in
      try await client.send(
        #"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"after":2}}"#
      )
      try await daemon.append([event(5)])
      try await daemon.serve(passedSocket: listener.passed()) { daemon in
        let lines = try await client.next(6)
        let stored = try daemon.journal.reader.lines(after: 2, limit: .max)
        #expect(lines.first?.contains(#""seq":5"#) == true)
        #expect(lines.dropFirst(3) == stored.map { notification($0.json) }[...])
        try await daemon.append([event(6)])
        let live = try await client.next()
        #expect(live?.contains(#""params":{"seq":6,"#) == true)
      }
    }
  }

  @Test func `a follower goes on when the second server takes over the socket`() async throws {
    let directory = try TestDaemon.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let daemon = try TestDaemon(directory: directory)
    let listener = try Listener(path: daemon.socket)
    var seqs: [Int64] = []
    var unreachable = 0
    try await withThrowingTaskGroup { group in
      let (heard, hears) = AsyncStream<EventFollower.Update>.makeStream()
      group.addTask {
        try await EventFollower(path: daemon.socket, subscription: EventSubscription(after: 0))
          .run { update in
            hears.yield(update)
            return true
          }
      }
      var updates = heard.makeAsyncIterator()
      for round in 1...3 {
        try await daemon.append([event(round * 2 - 1)])
        try await daemon.serve(passedSocket: listener.passed()) { daemon in
          try await daemon.append([event(round * 2)])
          while seqs.count < round * 2, let update = await updates.next(isolation: #isolation) {
            if case .event(let seq, json: _) = update { seqs.append(seq) }
            if case .unreachable = update { unreachable += 1 }
          }
        }
      }
      group.cancelAll()
    }
    #expect(seqs == Array(1...6))
    #expect(unreachable == 0, "the socket is never without a queue")
  }
}
