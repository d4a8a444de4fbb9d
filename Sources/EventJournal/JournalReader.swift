public import CrampModel
import Foundation
import GRDB

/// The reading side of a journal: any number of readers beside the one writer.
public struct JournalReader: Sendable {
  /// The journal's file.
  public let path: String
  private let database: JournalDatabase

  /// Which episodes need not be looked at to find the open ones.
  var closed: ClosedEpisodes { database.closed.episodes }

  init(path: String, database: JournalDatabase) {
    self.path = path
    self.database = database
  }

  /// Opens the journal of a running or of a stopped daemon for reading only.
  ///
  /// - Parameter path: The journal's file.
  /// - Throws: ``JournalError`` if there is no journal or it cannot be read.
  public init(path: String) throws(JournalError) {
    let operation = "open for reading"
    guard FileManager.default.fileExists(atPath: path) else {
      throw JournalError(operation: operation, path: path, message: "no such file")
    }
    do {
      self.init(path: path, database: JournalDatabase(path: path, try Self.open(path)))
      _ = try newestSeq()
    } catch {
      throw JournalError(operation, path, error)
    }
  }

  /// The newest seq ever given, 0 if none.
  ///
  /// - Returns: The seq, also where retention has removed its event.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func newestSeq() throws(JournalError) -> Int64 {
    try read("read the newest seq") { try JournalSchema.newestSeq($0) }
  }

  /// The oldest seq that is still kept, `nil` if none is.
  ///
  /// - Returns: The seq.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func oldestSeq() throws(JournalError) -> Int64? {
    try read("read the oldest seq") {
      try Int64.fetchOne($0, sql: "SELECT min(seq) FROM events")
    }
  }

  /// Reads stored lines in order of seq.
  ///
  /// - Parameters:
  ///   - seq: The seq after which to begin.
  ///   - limit: How many lines at most.
  ///   - filter: Which events.
  /// - Returns: The lines.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func lines(
    after seq: Int64,
    limit: Int,
    filter: EventFilter = .all
  ) throws(JournalError) -> [JournalLine] {
    try lines(
      "read after \(seq)",
      where: "seq > \(seq) AND \(filter.condition)",
      tail: "ORDER BY seq LIMIT \(limit)"
    )
  }

  /// Reads events that answer a query.
  ///
  /// - Parameter query: What is asked.
  /// - Returns: The events by seq.
  /// - Throws: ``JournalError`` if SQLite cannot read or an event cannot be understood.
  public func events(query: HistoryQuery) throws(JournalError) -> [CrampEvent] {
    try lines(query: query).map { line throws(JournalError) in try event(line) }
  }

  /// Reads the stored lines that answer a query.
  ///
  /// - Parameter query: What is asked.
  /// - Returns: The lines by seq.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func lines(query: HistoryQuery) throws(JournalError) -> [JournalLine] {
    let order: SQL = query.ascending ? "ORDER BY seq" : "ORDER BY seq DESC"
    return try lines(
      "read the history",
      where: query.condition,
      tail: "\(order) LIMIT \(query.limit)"
    )
  }

  /// The onsets that had no release as of a seq.
  ///
  /// - Parameter seq: The last seq that counts.
  /// - Returns: One onset for each episode and channel, by seq.
  /// - Throws: ``JournalError`` if SQLite cannot read or an event cannot be understood.
  public func openEpisodes(asOf seq: Int64) throws(JournalError) -> [CrampEvent] {
    try openEpisodeLines(asOf: seq).map { line throws(JournalError) in try event(line) }
  }

  /// The stored lines of the onsets that had no release as of a seq.
  ///
  /// - Parameter seq: The last seq that counts.
  /// - Returns: One line for each episode and channel, by seq.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func openEpisodeLines(asOf seq: Int64) throws(JournalError) -> [JournalLine] {
    let (closed, generation) = database.closed
    let first = seq < closed.asOf ? 0 : closed.last + 1
    // What comes after it may be written meanwhile.
    let last = min(seq, try newestSeq())
    let lines = try lines(
      "read the open episodes",
      where: """
        type = \(EventType.crampOnset.rawValue) AND seq BETWEEN \(first) AND \(last)
        AND episode IS NOT NULL
        AND NOT EXISTS (
          SELECT 1 FROM events AS later
          WHERE later.episode = events.episode AND later.channel IS events.channel
            AND later.type = \(EventType.crampRelease.rawValue)
            AND later.seq > events.seq AND later.seq <= \(last))
        """,
      tail: "ORDER BY seq"
    )
    if last > closed.asOf {
      let closed = ClosedEpisodes(last: lines.first.map { $0.seq - 1 } ?? last, asOf: last)
      database.note(closed, generation: generation)
    }
    return lines
  }
}

extension JournalReader {
  /// Reads the next stretch for a follower, and says what it lacks.
  ///
  /// - Parameters:
  ///   - seq: The last seq that the follower has dealt with.
  ///   - last: The last seq that the stretch may have. A row is there for readers a little before
  ///     it is durable in both files, so who tells of events gives the newest seq that is.
  ///   - limit: How many rows the stretch has at most, wanted or not.
  ///   - filter: Which of its events are wanted.
  /// - Returns: The stretch; its end is `seq` where there is nothing new.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func batch(
    after seq: Int64,
    through last: Int64 = .max,
    limit: Int,
    filter: EventFilter = .all
  ) throws(JournalError) -> JournalBatch {
    try read("read after \(seq)") { database in
      let rows = try SQLRequest<Row>(
        literal: """
          SELECT \(JournalLine.columns) FROM events WHERE seq > \(seq) AND seq <= \(last)
          ORDER BY seq LIMIT \(limit)
          """
      ).fetchCursor(database)
      var lines: [JournalLine] = []
      var missing: [ClosedRange<Int64>] = []
      var end = seq
      while let row = try rows.next() {
        let line = try JournalLine(row: row)
        if line.seq > end + 1 { missing.append(end + 1...line.seq - 1) }
        end = line.seq
        if filter.matches(type: line.type, sensor: line.sensor, channel: line.channel) {
          lines.append(line)
        }
      }
      let newest = end == seq ? try min(last, JournalSchema.newestSeq(database)) : end
      if newest > end {
        missing.append(end + 1...newest)
        end = newest
      }
      let trimmed = missing.isEmpty ? 0 : try JournalSchema.trimmed(database)
      return JournalBatch(lines: lines, end: end, missing: missing, trimmed: trimmed)
    }
  }

  func event(_ line: JournalLine) throws(JournalError) -> CrampEvent {
    do {
      return try JSONDecoder().decode(CrampEvent.self, from: Data(line.json.utf8))
    } catch {
      throw JournalError("understand event \(line.seq)", path, error)
    }
  }

  func lines(
    _ operation: String,
    where condition: SQL,
    tail: SQL
  ) throws(JournalError) -> [JournalLine] {
    try read(operation) { database in
      try SQLRequest<Row>(
        literal: "SELECT \(JournalLine.columns) FROM events WHERE \(condition) \(tail)"
      )
      .fetchAll(database)
      .map(JournalLine.init(row:))
    }
  }

  func read<Value>(
    _ operation: String,
    _ body: (Database) throws -> Value
  ) throws(JournalError) -> Value {
    do {
      return try database.read(body)
    } catch {
      throw JournalError(operation, path, error)
    }
  }
}
