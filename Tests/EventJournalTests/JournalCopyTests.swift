import CrampModel
import Foundation
import GRDB
import Testing

@testable import EventJournal

@Suite struct JournalCopyTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(arguments: ["journal.sqlite", "journal.copy"])
  func `a file that is gone comes back from the other`(name: String) async throws {
    let journal = try EventJournal(path: directory.journal)
    let stored = try await journal.append(events(1...20))
    try await journal.close()
    try FileManager.default.removeItem(atPath: directory.path + "/" + name)
    let again = try EventJournal(path: directory.journal)
    #expect((again.recovery != nil) == (name == "journal.sqlite"))
    #expect(again.recovery?.restored ?? 20 == 20)
    #expect(try again.reader.lines(after: 0, limit: 99).map(\.json) == stored.map { $0.json() })
    #expect(try await again.append(events(1...1)).map(\.seq) == [21])
    try await again.close()
    #expect(try copied() == Array(1...21))
  }

  @Test func `an event that SQLite does not see as changed is mended from the copy`() async throws {
    let journal = try EventJournal(path: directory.journal)
    let stored = try await journal.append(events(1...5))
    try await journal.close()
    try await DatabaseQueue(path: directory.journal).write {
      try $0.execute(
        sql: """
          UPDATE events SET json = replace(json, '0.375', '9.375') WHERE seq = 3;
          UPDATE events SET channel = 'calg' WHERE seq = 4;
          """
      )
    }
    let again = try EventJournal(path: directory.journal)
    #expect(again.recovery?.restored == 2)
    #expect(again.recovery?.setAside == nil)
    #expect(try again.reader.lines(after: 0, limit: 99).map(\.json) == stored.map { $0.json() })
    let calf = EventFilter(channels: ["calf"])
    #expect(try again.reader.lines(after: 0, limit: 99, filter: calf).count == 5)
  }

  @Test func `a copy that cannot be written stops nothing and is caught up`() async throws {
    // A directory in its place is trouble with the copy alone, also for root.
    try FileManager.default.createDirectory(
      atPath: directory.copy,
      withIntermediateDirectories: false
    )
    var limits = JournalLimits()
    limits.longestPause = .zero
    let journal = try EventJournal(path: directory.journal, limits: limits)
    #expect(try await journal.append(events(1...3)).map(\.seq) == [1, 2, 3])
    #expect(journal.health.copyTrouble != nil)
    #expect(journal.health.trouble == nil)
    try FileManager.default.removeItem(atPath: directory.copy)
    #expect(try await journal.append(events(4...4)).map(\.seq) == [4])
    #expect(journal.health.copyTrouble == nil)
    #expect(try copied() == [1, 2, 3, 4])
  }

  @Test func `a copy that lags behind costs no row that SQLite reads`() async throws {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(events(1...30))
    try await journal.execute("DELETE FROM events WHERE seq = 11")
    try await journal.close()
    try directory.keepCopied(10)
    try directory.spoilHeader()
    let again = try EventJournal(path: directory.journal)
    #expect(again.recovery?.carried == 29)
    #expect(again.recovery?.lost == 1)
    #expect(again.newestSeq >= 30)
    #expect(try again.reader.lines(after: 11, limit: 19).map(\.seq) == Array(12...30))
  }

  @Test(arguments: [false, true])
  func `a seq that neither file knows any more is not given again`(isDamaged: Bool) async throws {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(events(1...5))
    try await journal.close()
    if isDamaged { try directory.spoilHeader() }
    var file = JournalFile(path: directory.journal, limits: JournalLimits())
    file.floor = 8
    try file.open().database.close()
    // The file, or the copy alone, knows it from now on.
    for name in directory.names where name.hasPrefix("journal.copy") == isDamaged {
      try FileManager.default.removeItem(atPath: directory.path + "/" + name)
    }
    let again = try EventJournal(path: directory.journal)
    #expect(again.newestSeq == (isDamaged ? 9 : 8))
  }

  @Test(arguments: [
    "", "\n", "cbf43926\t123456789\n", "cbf43926\tnewest\t12\n", "zz", "00000000\t\n",
  ])
  func `a line that was not written so is not believed`(text: String) {
    var reading = JournalCopyText()
    reading.push(Array(text.utf8)[...])
    while let piece = reading.next() {
      if case .line = piece { Issue.record("believed") }
    }
    #expect(reading.soundEnd == 0)
  }

  @Test(arguments: 1...20)
  func `lines are the same however the bytes come`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var bytes: [UInt8] = []
    for number in 1...9 {
      var event = event(number)
      event.seq = Int64(number)
      JournalCopyLine.write(json: event.json(), stamp: JournalClock().stamp, to: &bytes)
    }
    JournalCopyLine.write(newest: 12, to: &bytes)
    var reading = JournalCopyText()
    var seqs: [Int64] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...200, using: &random))
      reading.push(piece)
      rest = rest.dropFirst(piece.count)
      while let piece = reading.next() {
        if case .line(let line) = piece { seqs.append(line.seq) }
      }
    }
    #expect(seqs == Array(1...9) + [12])
    #expect(reading.soundEnd == bytes.count)
  }

  private func copied() throws -> [Int64] {
    var reader = try JournalCopyReader(path: directory.copy)
    var seqs: [Int64] = []
    while let piece = reader.next() {
      if case .line(let line) = piece { seqs.append(line.seq) } else { Issue.record("broken") }
    }
    return seqs
  }
}
