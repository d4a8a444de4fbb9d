import CrampModel
import EventStream
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct FollowerExampleTests {
  /// The example in the documentation of ``EventFollower``, between two marks.
  private static func example(_ path: String, _ print: (String) -> Void) async throws {
    var lastSeq: Int64 = 0
    // begin
    let follower = EventFollower(
      path: path,
      subscription: EventSubscription(after: lastSeq, types: ["cramp.*"])
    )
    try await follower.run { update in
      switch update {
      case .event(let seq, let json):
        print(json)
        lastSeq = seq  // Keep it where the next start of the program finds it.
      case .gap(let from, to: let end, let reason):
        print("events \(from) to \(end) are lost: \(reason)")
      case .unreachable(let cause, retry: _), .disconnected(let cause, retry: _):
        print("waiting for the daemon: \(cause)")
      default: break
      }
      return true
    }
    // end
  }

  private static func lines(_ path: String) throws -> [String] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `the example is the one that is compiled here`() throws {
    let documented = try Self.lines("Sources/EventStream/EventFollower.swift")
      .filter { $0.hasPrefix("///     ") }
      .map { $0.dropFirst("///     ".count) }
    let compiled = try Self.lines("Tests/EventStreamTests/FollowerExampleTests.swift")
      .drop { $0 != "    // begin" }.dropFirst().prefix { $0 != "    // end" }
      .map { $0.dropFirst(4) }
    #expect(documented == compiled)
  }

  @Test func `the example prints what it asks for`() async throws {
    try await TestDaemon.run { daemon in
      try await daemon.append([event(1), event(2, type: .crampOnset, episode: 1)])
      let (lines, line) = AsyncStream<String>.makeStream()
      await withThrowingTaskGroup { group in
        group.addTask { try await Self.example(daemon.socket) { line.yield($0) } }
        var printed = lines.makeAsyncIterator()
        #expect(await printed.next()?.hasPrefix(#"{"seq":2,"#) == true)
        group.cancelAll()
      }
    }
  }
}
