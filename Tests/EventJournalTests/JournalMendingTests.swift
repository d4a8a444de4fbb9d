import CrampModel
import Foundation
import GRDB
import Testing

@testable import EventJournal

@Suite struct JournalMendingTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(arguments: [true, false])
  func `a file that breaks while it is open is mended without a restart`(
    byReading: Bool
  )
    async throws
  {
    let journal = try EventJournal(path: directory.journal)
    let stored = try await journal.append(events(1...400))
    try await journal.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try overwrite()
    // So that nobody answers from memory.
    try await journal.forget()
    if byReading {
      #expect(try journal.reader.lines(after: 0, limit: 999).count >= 400)
    } else {
      journal.post(events(401...401))
    }
    var mark = JournalMark(seq: 400)
    // The event that tells of it, and the one that was posted.
    let newest: Int64 = byReading ? 401 : 402
    while journal.newestSeq < newest { mark = try #require(await journal.news(after: mark)) }
    #expect(try journal.reader.lines(after: 400, limit: 9).contains(where: \.isRecovery))
    let lines = try journal.reader.lines(after: 0, limit: 999)
    #expect(lines.prefix(400).map(\.json) == stored.map { $0.json() })
    #expect(directory.names.contains { $0.contains(".damaged-") })
    let next = Int64(lines.count + 1)
    #expect(try await journal.append(events(1...1)).map(\.seq) == [next])
    try await journal.close()
    #expect(try EventJournal(path: directory.journal).recovery == nil)
  }

  @Test func `who reads a database that is closed meanwhile reads the next one`() throws {
    let first = try DatabaseQueue()
    let second = try DatabaseQueue()
    try second.write { try $0.execute(sql: "CREATE TABLE present (x)") }
    let source = JournalDatabase(path: directory.journal, first)
    let isPresent = try source.read { database in
      if try database.tableExists("present") { return true }
      source.replace(with: second)
      throw DatabaseError(resultCode: .SQLITE_MISUSE)
    }
    #expect(isPresent)
    #expect(throws: DatabaseError.self) {
      try source.read { _ in throw DatabaseError(resultCode: .SQLITE_MISUSE) }
    }
  }

  private func overwrite() throws {
    let handle = try #require(FileHandle(forUpdatingAtPath: directory.journal))
    let size = try handle.seekToEnd()
    var random = SplitMix64(seed: 3)
    try handle.seek(toOffset: 4_096)
    let rubbish = (4_096..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    try handle.write(contentsOf: Data(rubbish))
    try handle.close()
  }
}

extension EventJournal {
  /// Lets every connection forget the pages it knows.
  func forget() throws {
    database?.releaseMemory()
    try database?.writeWithoutTransaction { try $0.execute(sql: "PRAGMA shrink_memory") }
  }
}
