import CrampModel
import EventJournal
import EventStream
import Testing

@Suite(.timeLimit(.minutes(5))) struct ResumedSubscriptionTests {
  private static let filters = [
    EventFilter.all,
    EventFilter(types: ["sp*"]),
    EventFilter(types: ["signal.*", "spasm"], channels: ["calf"]),
    EventFilter(sensors: ["synthetic:1"], channels: ["calf", "thigh"]),
  ]

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `a subscription that is cut anywhere equals one that is not`(block: UInt64) async throws {
    try await TestDaemon.run(validates: false) { daemon in
      var random = SplitMix64(seed: block)
      // More than the server takes from the disk in one step.
      try await daemon.append(random.events(round: 0, 600))
      for seed in block * 25..<(block + 1) * 25 {
        try await Self.check(seed: seed, daemon)
      }
    }
  }

  private static func check(seed: UInt64, _ daemon: TestDaemon) async throws {
    var random = SplitMix64(seed: seed)
    let filter = filters[Int(random.next() % UInt64(filters.count))]
    let newest = daemon.journal.newestSeq
    let after = Int64(random.next() % UInt64(newest + 1))
    let last = "end of \(seed)"
    var subscriber = CutSubscriber(path: daemon.socket, filter: filter, after: after)
    let writing = random
    try await withThrowingTaskGroup { group in
      group.addTask { try await write(last, random: writing, daemon) }
      var cuts = 1 + random.next() % 6
      while try await !subscriber.connect(
        bytes: cuts > 0 ? random.cut() : .max,
        until: #""text":"\#(last)""#
      ) {
        if cuts > 0 { cuts -= 1 }
      }
      try await group.waitForAll()
    }
    let stored = try daemon.journal.reader.lines(after: after, limit: .max, filter: filter)
    #expect(subscriber.events == stored.map(\.json), "seed \(seed)")
  }

  /// Appends events while the subscriber reads, the last of them with a text of its own.
  private static func write(
    _ last: String,
    random: SplitMix64,
    _ daemon: TestDaemon
  ) async throws {
    var random = random
    for round in 1...4 {
      try await daemon.append(random.events(round: round, 1 + Int(random.next() % 20)))
    }
    try await daemon.append([event(0, details: [EventDetail(.text, .text(last))])])
  }
}

extension SplitMix64 {
  /// How many bytes come before a cut: none, within the greeting, the first events, or many.
  fileprivate mutating func cut() -> Int {
    let most: [UInt64] = [1, 400, 2_000, 20_000, 200_000]
    return Int(next() % most[Int(next() % UInt64(most.count))])
  }
}
