import CrampModel
import Foundation
import GRDB
import Testing

@testable import EventJournal

@Suite struct JournalRecoveryTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(arguments: 1...12)
  func `what a page of rubbish leaves readable is carried over`(seed: UInt64) async throws {
    try await fill(2_000)
    var random = SplitMix64(seed: seed)
    let pages = try size() / 4_096
    let page = Int.random(in: 1..<pages, using: &random)
    try overwrite(at: page * 4_096, count: 4_096, using: &random)
    let before = try Data(contentsOf: URL(fileURLWithPath: directory.journal))

    let journal = try EventJournal(path: directory.journal)
    guard let recovery = journal.recovery else {
      // A page that no tree uses is no damage.
      #expect(try journal.reader.lines(after: 0, limit: .max).count == 2_000)
      return
    }
    #expect(recovery.carried >= 1_980)
    #expect(recovery.carried + recovery.lost == 2_000)
    let lines = try journal.reader.lines(after: 0, limit: .max)
    #expect(lines.last?.isRecovery == true)
    let carried = lines.dropLast()
    #expect(carried.count == recovery.carried)
    let isTrue = carried.allSatisfy { line in
      var original = event(Int(line.seq))
      original.seq = line.seq
      return line.json == original.json()
    }
    #expect(isTrue)
    #expect(try await journal.append(events(1...1)).map(\.seq) == [2_002])
    let setAside = try #require(recovery.setAside)
    #expect(try Data(contentsOf: URL(fileURLWithPath: setAside)) == before)
  }

  @Test func `rows are found without the tree that led to them`() async throws {
    try await fill(500)
    var random = SplitMix64(seed: 7)
    try overwrite(at: 0, count: 4_096, using: &random)
    let journal = try EventJournal(path: directory.journal)
    let recovery = try #require(journal.recovery)
    #expect(recovery.carried == 500)
    #expect(recovery.lost == 0)
    #expect(recovery.message.contains("not a database"))
  }

  @Test func `a new file itself tells of the damaged one, and only once`() async throws {
    try await fill(3)
    try directory.spoilHeader()
    let journal = try EventJournal(path: directory.journal)
    let recovery = try #require(journal.recovery)
    #expect(recovery.isTold)
    for seq in [4, 5] as [Int64] {
      let again = try EventJournal(path: directory.journal)
      #expect(again.recovery == nil)
      let told = try again.reader.events(query: HistoryQuery()).filter {
        $0.type == .journalRecovered
      }
      #expect(told.map(\.seq) == [4])
      #expect(told.first?.json().contains(recovery.message.suffix(20)) == true)
      #expect(try await again.append(events(1...1)).map(\.seq) == [seq + 1])
      try await again.close()
    }
  }

  @Test func `a file that is no database is set aside unchanged`() throws {
    let text = Data("Dear diary, my calf hurts.\n".utf8)
    try text.write(to: URL(fileURLWithPath: directory.journal))
    let journal = try EventJournal(path: directory.journal)
    let recovery = try #require(journal.recovery)
    let setAside = try #require(recovery.setAside)
    #expect(try Data(contentsOf: URL(fileURLWithPath: setAside)) == text)
    #expect(setAside.hasPrefix(directory.journal + ".damaged-"))
    #expect(recovery.carried == 0)
    // The event that tells of it.
    #expect(journal.newestSeq == 1)
  }

  @Test func `a row whose text was changed is found and counted as lost`() async throws {
    try await fill(300)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: directory.journal))
    // SQLite leaves copies of a row behind where it has split a page.
    while let place = bytes.range(of: Data("{\"seq\":150,".utf8)) {
      bytes.replaceSubrange(place, with: Data("{\"seq\":\"50,".utf8))
    }
    try bytes.write(to: URL(fileURLWithPath: directory.journal))
    let journal = try EventJournal(path: directory.journal)
    let recovery = try #require(journal.recovery)
    #expect(recovery.carried == 299)
    #expect(recovery.lost == 1)
  }

  @Test func `an empty file is a new journal`() async throws {
    #expect(FileManager.default.createFile(atPath: directory.journal, contents: nil))
    let journal = try EventJournal(path: directory.journal)
    #expect(journal.recovery == nil)
    #expect(try await journal.append(events(1...1)).map(\.seq) == [1])
  }

  @Test func `two damaged files are both kept`() throws {
    for _ in 0..<2 {
      try Data("no".utf8).write(to: URL(fileURLWithPath: directory.journal))
      _ = try EventJournal(path: directory.journal)
    }
    let kept = directory.names.filter { $0.contains("damaged") && !$0.contains("-wal") }
    #expect(kept.count == 2)
  }

  @Test func `a row that SQLite reads in another way is lost alone, and trimming is kept`() throws {
    var rows = JournalSalvage.Rows()
    for number in 3...6 {
      var event = event(number)
      event.seq = Int64(number)
      rows.json[event.seq] = event.json()
    }
    let other = "\"type\":\"marker\",\"type\":\"spasm\""
    rows.json[4] = rows.json[4]?.replacing("\"type\":\"spasm\"", with: other)
    rows.json[5] = rows.json[5]?.replacing("\"seq\":5", with: "\"seq\":50,\"seq\":5")
    (rows.newest, rows.trimmed) = (6, 9)
    let queue = try DatabaseQueue()
    try JournalSchema.migrator.migrate(queue)
    let (carried, trimmed) = try queue.write { database in
      let salvage = JournalSalvage(path: directory.journal, copy: directory.copy)
      return (try salvage.carry(rows, into: database), try JournalSchema.trimmed(database))
    }
    #expect(carried.count < 4)
    #expect(carried.count + carried.lost == 4)
    #expect(trimmed == 2)
  }

  @Test func `a log beside an empty file is not given up`() async throws {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(events(1...20))
    let log = try Data(contentsOf: URL(fileURLWithPath: directory.journal + "-wal"))
    try await journal.close()
    try directory.clear()
    try Data().write(to: URL(fileURLWithPath: directory.journal))
    try log.write(to: URL(fileURLWithPath: directory.journal + "-wal"))
    let again = try EventJournal(path: directory.journal)
    #expect(again.recovery?.carried == 20)
    let setAside = try #require(again.recovery?.setAside)
    #expect(try Data(contentsOf: URL(fileURLWithPath: setAside + "-wal")) == log)
  }

  @Test(arguments: [true, false])
  func `an exchange of files that a crash has cut off is finished`(isThere: Bool) async throws {
    try await fill(5)
    let url = URL(fileURLWithPath: directory.journal)
    let finished = URL(fileURLWithPath: directory.journal + ".mended")
    try FileManager.default.moveItem(at: url, to: finished)
    if isThere { try Data("damaged".utf8).write(to: url) }
    try Data("its log".utf8).write(to: URL(fileURLWithPath: directory.journal + "-wal"))
    let journal = try EventJournal(path: directory.journal)
    #expect(journal.recovery == nil)
    #expect(try journal.reader.lines(after: 0, limit: 9).map(\.seq) == Array(1...5))
    #expect(
      directory.names.filter { $0.contains(".damaged-") && !$0.hasSuffix("-shm") }.count
        == (isThere ? 2 : 0)
    )
    #expect(!directory.names.contains { $0.hasSuffix(".mended") })
  }

  /// Without the copy, so that only what SQLite has is there.
  private func fill(_ count: Int) async throws {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(events(1...count))
    try await journal.close()
    try FileManager.default.removeItem(atPath: directory.copy)
  }

  private func size() throws -> Int {
    try Data(contentsOf: URL(fileURLWithPath: directory.journal)).count
  }

  private func overwrite(at offset: Int, count: Int, using random: inout SplitMix64) throws {
    let handle = try #require(FileHandle(forUpdatingAtPath: directory.journal))
    try handle.seek(toOffset: UInt64(offset))
    let rubbish = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    try handle.write(contentsOf: Data(rubbish))
    try handle.close()
  }
}
