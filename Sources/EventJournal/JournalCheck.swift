import Dispatch
import GRDB
import Synchronization

/// The look at every page, row and line of a journal that is in use.
///
/// It reads what the journal had when it was opened, on a connection of its own and on a thread of
/// its own, so that nobody waits for it.
final class JournalCheck: Sendable {
  /// What it found.
  enum Outcome: Equatable {
    case sound
    /// The copy lacks a line, or has one that cannot be trusted.
    case tornCopy
    case damage(String)
    /// It was stopped, or the disk had trouble.
    case unfinished
  }

  private let file: JournalFile
  /// The last seq that it looks at.
  private let newest: Int64
  private let queue = DispatchQueue(label: "crampd.journal.checking", qos: .utility)
  private let work = DispatchGroup()
  private let isStopped = Atomic<Bool>(false)
  private let connection = Mutex<DatabaseQueue?>(nil)

  init(_ file: JournalFile, through newest: Int64) {
    self.file = file
    self.newest = newest
  }

  /// Begins.
  ///
  /// - Parameter end: Called once at the end, on the thread of the check.
  func begin(_ end: @escaping @Sendable (Outcome) -> Void) {
    work.enter()
    queue.async {
      end(self.outcome())
      self.work.leave()
    }
  }

  /// Waits for the end.
  func wait() {
    work.wait()
  }

  /// Ends it early and waits until it has let go of the file.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    repeat {
      // Once is not enough: between two statements nobody hears it.
      connection.withLock { $0?.interrupt() }
    } while work.wait(timeout: .now() + .milliseconds(10)) == .timedOut
  }

  private func outcome() -> Outcome {
    do {
      // One that could write: SQLite passes over CHECK on one that could not.
      let database = try DatabaseQueue(path: file.path, configuration: file.configuration)
      connection.withLock { $0 = database }
      defer {
        connection.withLock {
          $0 = nil
          try? database.close()
        }
      }
      return try database.read { database in
        if isStopped.load(ordering: .relaxed) { return .unfinished }
        try JournalFile.check(database)
        if isStopped.load(ordering: .relaxed) { return .unfinished }
        return try compare(database)
      }
    } catch {
      return JournalFile.damage(error, file.path).map(Outcome.damage) ?? .unfinished
    }
  }

  private func compare(_ database: Database) throws -> Outcome {
    var reader: JournalCopyReader
    do throws(DiskError) {
      reader = try JournalCopyReader(path: JournalCopy(journal: file.path).path)
    } catch {
      return .unfinished
    }
    let found = try JournalComparison(database, with: &reader, through: newest)
    guard found.mends.isEmpty else {
      return .damage("\(found.mends.count) events are not as they were written")
    }
    return found.isCopyTorn || found.copied < newest ? .tornCopy : .sound
  }
}
