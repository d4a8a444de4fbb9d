import CrampModel
import Foundation
import GRDB
import Testing

@testable import EventJournal

@Suite struct JournalRetentionTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// The slow way: every cut is tried, and every episode looked at.
  private func slow(_ rows: [RetentionCut.Row], _ wanted: Int64, open: Set<String>) -> Int64? {
    rows.map(\.seq).last { cut in
      guard cut <= wanted else { return false }
      let before = Set(rows.filter { $0.seq <= cut }.compactMap(\.episode))
      let after = Set(rows.filter { $0.seq > cut }.compactMap(\.episode))
      return before.isDisjoint(with: after) && before.isDisjoint(with: open)
    }
  }

  @Test(arguments: 1...200)
  func `no episode is cut, and no more is kept than that needs`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var seq: Int64 = 0
    let rows = (0..<Int.random(in: 1...40, using: &random)).map { index in
      seq += Int64.random(in: 1...2, using: &random)
      let episode = "\(index / 6 + Int.random(in: 0...2, using: &random))"
      return RetentionCut.Row(
        seq: seq,
        time: Int64(index),
        episode: Bool.random(using: &random) ? episode : nil
      )
    }
    let names = Set(rows.compactMap(\.episode))
    let open = names.filter { _ in Int.random(in: 0..<12, using: &random) == 0 }
    let wanted = Int64.random(in: 0...seq, using: &random)
    let cut = RetentionCut.cut(rows, wanted: wanted) { episode in
      open.contains(episode) ? .max : rows.last { $0.episode == episode }?.seq ?? 0
    }
    #expect(cut.seq == slow(rows, wanted, open: open))
  }

  @Test(
    arguments: [
      ("12345", 3, 2), ("12345", 9, 5), ("12345", 1, nil), ("1-3", 3, 1), ("--3", 4, 3),
      ("---", 9, nil), ("91345", 3, 2), ("9--15", 3, 4),
    ] as [(String, Int64, Int64?)]
  )
  func `an event is not younger than the next`(times: String, limit: Int64, cut: Int64?) {
    let rows = times.enumerated().map { index, digit in
      RetentionCut.Row(seq: Int64(index + 1), time: Int64(String(digit)), episode: nil)
    }
    #expect(RetentionCut.older(than: limit, in: rows) == cut)
  }

  @Test func `old events go, whole episodes at a time, and followers hear why`() async throws {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append([
      event(1), event(2), event(3, type: .crampOnset, episode: 1), event(4),
      event(5, type: .crampRelease, episode: 1), event(6),
      event(7, type: .crampOnset, episode: 2), event(8), event(9),
    ])
    try await journal.close()
    try await age(through: 4)
    var kept = try await keptSeqs()
    #expect(kept == Array(3...9))
    try await age(through: 9)
    kept = try await keptSeqs()
    #expect(kept == Array(7...9))
    let reader = try JournalReader(path: directory.journal)
    let gaps = try reader.batch(after: 0, limit: 10).gaps
    #expect(gaps == [JournalGap(seqs: 1...6, reason: .retention)])
    let again = try EventJournal(path: directory.journal)
    #expect(again.recovery == nil)
    #expect(try await again.append(events(1...1)).map(\.seq) == [10])
  }

  @Test(arguments: [(EventType.crampRelease, 12, true), (.spasm, 12, false)])
  func `more rows are looked at for a long episode, but not for an open one`(
    last: EventType,
    end: Int,
    isNarrow: Bool
  ) async throws {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(
      [event(1, type: .crampOnset, episode: 1)] + events(2...end - 1)
        + [event(end, type: last, episode: 1)]
    )
    try await journal.close()
    try await age(through: end)
    let step = try await DatabaseQueue(path: directory.journal).write {
      try JournalTrimming.step(
        JournalRetention(maximumAge: .seconds(86_400)),
        rows: 4,
        now: JournalClock().stamp,
        limits: JournalLimits(),
        in: $0
      )
    }
    #expect(step.isNarrow == isNarrow)
    #expect(step.removed == 0)
    #expect(!step.isMore)
  }

  @Test func `the file and its copy stay small while events go on`() async throws {
    var limits = JournalLimits()
    limits.smallestFile = 200_000
    limits.smallestRewrite = 100_000
    limits.copiedBytesPerStep = 400_000
    let journal = try EventJournal(
      path: directory.journal,
      retention: JournalRetention(maximumBytes: 1),
      limits: limits
    )
    for round in 0..<40 {
      _ = try await journal.append(events(round * 250 + 1...round * 250 + 250))
    }
    try await journal.close()
    let health = journal.health
    #expect(health.removed > 5_000)
    #expect(health.bytes < 1_500_000)
    let copied = try Data(contentsOf: URL(fileURLWithPath: directory.copy)).count
    #expect(copied < 1_500_000, "\(health)")
    let again = try EventJournal(path: directory.journal)
    #expect(again.recovery == nil)
    #expect(again.newestSeq == 10_000)
    let oldest = try #require(try again.reader.oldestSeq())
    #expect(try again.reader.lines(after: 0, limit: .max).map(\.seq) == Array(oldest...10_000))
  }

  private func age(through seq: Int) async throws {
    try await DatabaseQueue(path: directory.journal).write {
      try $0.execute(
        sql: """
          UPDATE events SET boot_id = NULL, boot_us = NULL,
            written_us = written_us - 864000000000 WHERE seq <= \(seq)
          """
      )
    }
    // Else the stamps would be mended from it.
    try FileManager.default.removeItem(atPath: directory.copy)
  }

  private func keptSeqs() async throws -> [Int64] {
    let journal = try EventJournal(
      path: directory.journal,
      retention: JournalRetention(maximumAge: .seconds(86_400))
    )
    // Closing comes after what the start has put on the journal's thread.
    try await journal.close()
    return try JournalReader(path: directory.journal).lines(after: 0, limit: 99).map(\.seq)
  }
}
