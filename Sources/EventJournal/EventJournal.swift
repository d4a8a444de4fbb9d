public import CrampModel
import Foundation
import GRDB

/// The events on disk: the one place that gives an event its seq.
///
/// An event is durable when ``append(_:)`` returns, and only then do followers hear of it.
public actor EventJournal {
  /// The journal's file.
  public nonisolated let path: String
  /// What was done to a damaged file when the journal was opened; `nil` if it was sound.
  public nonisolated let recovery: JournalRecovery?
  /// The reading side.
  public nonisolated let reader: JournalReader
  private let database: DatabasePool
  private nonisolated let newest: NewestSeq
  private nonisolated let executor = JournalExecutor()

  /// Runs the journal on a thread of its own.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Opens a journal, makes it where there is none, and mends it where it is damaged.
  ///
  /// - Parameter path: The file; its directory is made if it does not exist.
  /// - Throws: ``JournalError`` if the journal cannot be opened for writing.
  public init(path: String) throws(JournalError) {
    self.path = path
    do {
      (database, recovery) = try JournalFile(path: path).open()
      reader = JournalReader(path: path, database: database)
      newest = NewestSeq(try reader.newestSeq())
    } catch {
      throw JournalError("open", path, error)
    }
  }

  /// Writes events in one transaction and wakes those who wait for new ones.
  ///
  /// - Parameter events: Events in order; their seq is given here.
  /// - Returns: The events with their seq, durable by now.
  /// - Throws: ``JournalError`` if they could not be written; then none of them was.
  public func append(_ events: [CrampEvent]) throws(JournalError) -> [CrampEvent] {
    guard !events.isEmpty else { return [] }
    let stored: [CrampEvent]
    do {
      stored = try database.write { try Self.insert(events, into: $0) }
    } catch {
      throw JournalError("append \(events.count) events", path, error)
    }
    if let last = stored.last { newest.advance(to: last.seq) }
    return stored
  }

  /// Folds the write-ahead log into the file and ends the journal and all waiting.
  ///
  /// - Throws: ``JournalError`` if a reader is still at work; then the journal stays open.
  public func close() throws(JournalError) {
    newest.close()
    do {
      _ = try database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      try database.close()
    } catch {
      throw JournalError("close", path, error)
    }
  }

  /// Waits for an event after a seq.
  ///
  /// - Parameter seq: The last seq that the caller knows.
  /// - Returns: The newest seq; `nil` if the task is cancelled or the journal closed.
  public nonisolated func newest(after seq: Int64) async -> Int64? {
    await newest.next(after: seq)
  }

  /// The newest seq that is durable, without a look at the disk.
  public nonisolated var newestSeq: Int64 { newest.value }

  /// How many wait for new events.
  nonisolated var waiterCount: Int { newest.waiterCount }

  private static func insert(
    _ events: [CrampEvent],
    into database: Database
  ) throws -> [CrampEvent] {
    let first = try JournalSchema.newestSeq(database) + 1
    var stored: [CrampEvent] = []
    stored.reserveCapacity(events.count)
    for (seq, event) in zip(first..., events) {
      var event = event
      event.seq = seq
      try JournalSchema.insert(event, json: event.json(), into: database)
      stored.append(event)
    }
    return stored
  }
}
