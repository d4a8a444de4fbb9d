import CrampModel
import Foundation
import GRDB
import Testing

@testable import EventJournal

@Suite struct JournalMigrationTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `a journal of the first version is taken over with its events`() async throws {
    let queue = try DatabaseQueue(path: directory.journal)
    try JournalSchema.migrator.migrate(queue, upTo: "1 events")
    try await queue.write { database in
      for number in 1...3 {
        try database.execute(
          sql: """
            INSERT INTO events (seq, id, type, time_us, detected_us, sensor, channel, json)
            VALUES (?, ?, 'spasm', ?, ?, 'synthetic:1', 'calf', ?)
            """,
          arguments: [
            number, event(number).id.description, event(number).time.microseconds,
            event(number).detected.microseconds, told(number),
          ]
        )
      }
    }
    try queue.close()
    let journal = try EventJournal(path: directory.journal)
    #expect(journal.recovery == nil)
    #expect(try await journal.append(events(4...4)).map(\.seq) == [4])
    #expect(try journal.reader.lines(after: 0, limit: 9).map(\.json) == (1...4).map(told))
    let stamps = try DatabaseQueue(path: directory.journal).read {
      try Row.fetchAll($0, sql: "SELECT boot_us, written_us FROM events ORDER BY seq")
    }
    #expect(stamps.map { $0.whole("boot_us") != nil } == [false, false, false, true])
    #expect(stamps.map { $0.whole("written_us") != nil } == [false, false, false, true])
  }

  @Test func `a journal of a later version is refused and left as it is`() async throws {
    try await EventJournal(path: directory.journal).close()
    let queue = try DatabaseQueue(path: directory.journal)
    try await queue.write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 something else')")
    }
    try queue.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: directory.journal))
    let error = #expect(throws: JournalError.self) { try EventJournal(path: directory.journal) }
    #expect(error?.message == "a newer crampd made it (\"9 something else\" is not known here)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: directory.journal)) == before)
    #expect(!directory.names.contains { $0.contains("damaged") })
  }

  private func told(_ number: Int) -> String {
    var event = event(number)
    event.seq = Int64(number)
    return event.json()
  }
}
