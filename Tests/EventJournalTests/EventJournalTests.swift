import CrampModel
import EventJournal
import Foundation
import GRDB
import Testing

@Suite struct EventJournalTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `seq grows by one, also across restarts`() async throws {
    for restart in 0..<3 {
      let journal = try EventJournal(path: directory.journal)
      let stored = try await journal.append(events(1...4))
      #expect(stored.map(\.seq) == (1...4).map { Int64(restart * 4 + $0) })
      #expect(journal.recovery == nil)
      try await journal.close()
    }
  }

  @Test func `seq goes on where retention has removed every event`() async throws {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(events(1...9))
    try await journal.close()
    try execute("DELETE FROM events; UPDATE trimmed SET through = 9")
    let again = try EventJournal(path: directory.journal)
    #expect(again.newestSeq == 9)
    #expect(try again.reader.oldestSeq() == nil)
    #expect(try await again.append(events(1...1)).map(\.seq) == [10])
  }

  @Test func `an event is durable for others when append returns`() async throws {
    let journal = try EventJournal(path: directory.journal)
    let stored = try await journal.append(events(1...3))
    let other = try JournalReader(path: directory.journal)
    #expect(try other.lines(after: 0, limit: 10).map(\.json) == stored.map { $0.json() })
    let sync = try await DatabaseQueue(path: directory.journal).read {
      try String.fetchOne($0, sql: "PRAGMA journal_mode")
    }
    #expect(sync == "wal")
  }

  @Test(arguments: [(JournalAccess.owner, 0o600), (.group, 0o640)])
  func `the files are for their owner, and for the group if it is let in`(
    access: JournalAccess,
    mode: Int
  ) async throws {
    let path = directory.path + "/state/journal.sqlite"
    // What another daemon has left behind gets the mode as well.
    let before = try EventJournal(path: path, access: access == .owner ? .group : .owner)
    _ = try await before.append(events(1...1))
    try await before.close()
    let journal = try EventJournal(path: path, access: access)
    _ = try await journal.append(events(2...2))
    for name in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.copy"] {
      let file = directory.path + "/state/" + name
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
    }
  }

  @Test func `a failed append changes nothing and names the journal`() async throws {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(events(1...2))
    try execute("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT raise(FAIL, 'full'); END")
    let error = await #expect(throws: JournalError.self) {
      _ = try await journal.append(events(3...5))
    }
    #expect(error?.isWaiting == false)
    #expect(
      error?.description.contains("append 3 events in the journal \(journal.path): full") == true
    )
    #expect(journal.newestSeq == 2)
    try execute("DROP TRIGGER full")
    #expect(try await journal.append(events(3...5)).map(\.seq) == [3, 4, 5])
  }

  @Test func `a reader opens the journal of a stopped daemon`() async throws {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(events(1...3))
    try await journal.close()
    for suffix in ["-wal", "-shm"] {
      try FileManager.default.removeItem(atPath: directory.journal + suffix)
    }
    #expect(try JournalReader(path: directory.journal).newestSeq() == 3)
  }

  @Test func `a journal that is not there is named`() throws {
    let error = #expect(throws: JournalError.self) {
      try JournalReader(path: directory.journal)
    }
    #expect(
      error?.description
        == "open for reading in the journal \(directory.journal): no such file"
    )
  }

  @Test func `followers wake up for each new event`() async throws {
    let journal = try EventJournal(path: directory.journal)
    async let first = journal.newest(after: 0)
    async let third = journal.newest(after: 2)
    _ = try await journal.append(events(1...1))
    _ = try await journal.append(events(2...3))
    #expect(try #require(await first) >= 1)
    #expect(await third == 3)
    #expect(await journal.newest(after: 1) == 3)
  }

  @Test(arguments: [true, false])
  func `waiting ends when the task is cancelled or the journal closed`(byClosing: Bool) async throws
  {
    let journal = try EventJournal(path: directory.journal)
    let answers = try await withThrowingTaskGroup { group in
      for _ in 0..<20 {
        group.addTask { await journal.newest(after: 0) }
      }
      if byClosing { try await journal.close() } else { group.cancelAll() }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers == Array(repeating: nil, count: 20))
  }

  private func execute(_ sql: String) throws {
    try DatabaseQueue(path: directory.journal).write { try $0.execute(sql: sql) }
  }
}
