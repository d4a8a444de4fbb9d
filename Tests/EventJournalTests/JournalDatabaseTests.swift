import Dispatch
import GRDB
import Synchronization
import Testing

@testable import EventJournal

@Suite(.timeLimit(.minutes(1))) struct JournalDatabaseTests {
  /// A database that is closed under one who reads takes the process with it.
  @Test func `who closes the database waits for those who read it`() async throws {
    let directory = try TemporaryDirectory()
    let pool = try DatabasePool(path: directory.journal)
    let database = JournalDatabase(path: directory.journal, pool)
    let order = Mutex<[String]>([])
    let isReading = Mutex(false)
    let reader = Task.detached {
      try database.read { connection in
        isReading.withLock { $0 = true }
        // Time for the other to overtake, if nothing holds it.
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(200))
        order.withLock { $0.append("read") }
        return try Int.fetchOne(connection, sql: "SELECT 7")
      }
    }
    while !isReading.withLock({ $0 }) { await Task.yield() }
    database.remove(because: "it is closed")
    database.waitForReaders()
    order.withLock { $0.append("closed") }
    try pool.close()
    #expect(try await reader.value == 7)
    #expect(order.withLock { $0 } == ["read", "closed"])
    #expect(throws: JournalError.self) {
      try database.read { try Int.fetchOne($0, sql: "SELECT 7") }
    }
  }
}
