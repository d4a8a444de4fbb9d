import CrampModel
import Foundation
import GRDB

/// Gets out of a damaged journal what can still be read.
///
/// SQLite reads what it can reach, stretch by stretch. Then the bytes of the file and of its log
/// are searched for the text of events, because a lost inner page hides many rows that are sound.
struct JournalSalvage {
  let path: String

  /// What a damaged journal still holds.
  struct Rows {
    /// The stored text of the events, by seq.
    var json: [Int64: String] = [:]
    /// The newest seq that any part of the file still names.
    var newest: Int64 = 0
  }

  /// Reads all that can be read.
  func rows() -> Rows {
    var rows = Rows()
    rows.json = scanned(path).merging(scanned(path + "-wal")) { $1 }
    rows.newest = rows.json.keys.max() ?? 0
    // Opened for writing, so that SQLite can replay the log; the rows are only read.
    if let queue = try? DatabaseQueue(path: path) {
      // A journal of which SQLite reads nothing is what the scan above is for.
      try? queue.read { database in query(database, into: &rows) }
    }
    return rows
  }

  /// Writes salvaged rows into a new journal, whose next seq follows the newest one known.
  ///
  /// - Returns: How many there are, and how many seqs up to the newest have none.
  func carry(_ rows: Rows, into database: Database) throws -> (count: Int, lost: Int) {
    var carried: [Int64] = []
    let decoder = JSONDecoder()
    for (seq, json) in rows.json.sorted(by: { $0.key < $1.key }) {
      guard let event = try? decoder.decode(CrampEvent.self, from: Data(json.utf8)),
        event.seq == seq, seq > 0
      else { continue }
      try JournalSchema.insert(event, json: json, into: database)
      carried.append(seq)
    }
    try JournalSchema.reserve(upTo: rows.newest, in: database)
    let expected = rows.newest - (carried.first ?? rows.newest + 1) + 1
    return (carried.count, max(0, Int(expected) - carried.count))
  }

  private func query(_ database: Database, into rows: inout Rows) {
    rows.newest = max(rows.newest, bound(database, near: rows.newest))
    guard rows.newest > 0 else { return }
    var probes = 200_000
    var stretches: [ClosedRange<Int64>] = [1...rows.newest]
    while let stretch = stretches.popLast(), probes > 0 {
      do {
        try read(stretch, of: database, into: &rows.json)
      } catch {
        probes -= 1
        guard stretch.count > 1 else { continue }
        let middle = stretch.lowerBound + (stretch.upperBound - stretch.lowerBound) / 2
        stretches.append(middle + 1...stretch.upperBound)
        stretches.append(stretch.lowerBound...middle)
      }
    }
  }

  private func read(
    _ stretch: ClosedRange<Int64>,
    of database: Database,
    into rows: inout [Int64: String]
  ) throws {
    let cursor = try Row.fetchCursor(
      database,
      sql: "SELECT seq, json FROM events WHERE seq BETWEEN ? AND ?",
      arguments: [stretch.lowerBound, stretch.upperBound]
    )
    while let row = try cursor.next() {
      if let seq = Int64.fromDatabaseValue(row["seq"]),
        let json = String.fromDatabaseValue(row["json"])
      {
        rows[seq] = json
      }
    }
  }

  /// The newest seq that a tree names; a number that so many bytes cannot hold is no seq.
  private func bound(_ database: Database, near newest: Int64) -> Int64 {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let size = (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    return [
      "SELECT max(seq) FROM events NOT INDEXED",
      "SELECT max(seq) FROM (SELECT seq FROM events INDEXED BY events_time)",
      "SELECT seq FROM sqlite_sequence WHERE name = 'events'",
    ]
    .compactMap { try? Int64.fetchOne(database, sql: $0) }
    .filter { $0 > 0 && $0 <= newest + size / 64 }
    .max() ?? 0
  }

  private func scanned(_ path: String) -> [Int64: String] {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    else { return [:] }
    return EventTextScan(bytes: bytes).events()
  }
}
