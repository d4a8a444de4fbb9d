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

  @Test func `each boot of the machine is noted once, with the machine`() async throws {
    guard let session = JournalClock().session else {
      print("SKIPPED: this system tells no machine id or no boot id")
      return
    }
    for numbers in [1...2, 3...4] {
      let journal = try EventJournal(path: directory.journal)
      _ = try await journal.append(events(numbers))
      _ = try await journal.append(events(numbers))
      try await journal.close()
    }
    try await DatabaseQueue(path: directory.journal).read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT boot_id, machine_id FROM boots")
      #expect(rows.map { $0.text("boot_id") } == [session.boot])
      #expect(rows.map { $0.text("machine_id") } == [session.machine])
      let boots = try String.fetchSet(database, sql: "SELECT boot_id FROM events")
      #expect(boots == [session.boot])
    }
  }

  @Test(arguments: [
    ("0123456789abcdef0123456789abcdef", true),
    ("00000000000000000000000000000000", false),
    ("uninitialized", false),
    ("0123456789abcdef0123456789abcde", false),
    ("0123456789abcdef0123456789abcdeg", false),
    ("", false),
  ])
  func `only what is a machine's id is taken for one`(text: String, isOne: Bool) {
    #expect(JournalBoot.isMachine(text) == isOne)
  }

  private func told(_ number: Int) -> String {
    var event = event(number)
    event.seq = Int64(number)
    return event.json()
  }
}
