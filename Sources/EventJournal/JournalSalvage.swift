import CrampModel
import Foundation
import GRDB

/// Gets out of a damaged journal what can still be read.
///
/// SQLite reads what it can reach, stretch by stretch. Then the bytes of the file and of its log
/// are searched for the text of events, because a lost inner page hides many rows that are sound.
///
/// What the copy beside the journal says with a right checksum goes before all of that.
struct JournalSalvage {
  let path: String
  /// The copy beside the journal.
  let copy: String

  /// What a damaged journal still holds.
  struct Rows {
    /// The stored text of the events, by seq.
    var json: [Int64: String] = [:]
    /// When they were written, as far as the copy says so.
    var stamps: [Int64: WritingStamp] = [:]
    /// How many were there only thanks to the copy.
    var restored = 0
    /// The newest seq that any part of the file still names.
    var newest: Int64 = 0
    /// The newest seq of a row that SQLite read and whose text names the same seq.
    var newestRead: Int64 = 0
    /// The newest seq that two parts of the file agree on.
    var newestAgreed: Int64 = 0
    /// The newest seq that retention has removed.
    var trimmed: Int64 = 0
  }

  /// Reads all that can be read.
  ///
  /// - Throws: ``DiskError`` if the file is there and the disk gives back nothing of it, which may
  ///   pass.
  func rows() throws(DiskError) -> Rows {
    var rows = Rows()
    rows.json = try scanned(path).merging(scanned(path + "-wal")) { $1 }
    rows.newest = rows.json.keys.max() ?? 0
    // Opened for writing, so that SQLite can replay the log; the rows are only read. From beside
    // an empty file it would delete the log.
    if DiskFile.size(path) ?? 0 > 0, let queue = try? DatabaseQueue(path: path) {
      // A journal of which SQLite reads nothing is what the scan above is for.
      try? queue.read { database in query(database, into: &rows) }
      try? queue.close()
    }
    readCopy(into: &rows)
    return rows
  }

  /// Writes salvaged rows into a new journal, whose next seq follows the newest one known.
  ///
  /// - Returns: How many there are, and how many seqs up to the newest have none.
  func carry(_ rows: Rows, into database: Database) throws -> Carried {
    var carried: [Int64] = []
    var seen: Set<EventID> = []
    // The copied ones first: what has the id of one of them is the same event with a wrong seq.
    let order = rows.json.keys.sorted { left, right in
      (rows.stamps[left] == nil ? 1 : 0, left) < (rows.stamps[right] == nil ? 1 : 0, right)
    }
    for seq in order where seq > 0 {
      guard let json = rows.json[seq],
        let event = JournalRow(seq: seq, json: json, stamp: .unknown).event,
        seen.insert(event.id).inserted
      else { continue }
      let stamp = rows.stamps[seq] ?? .unknown
      do {
        try JournalSchema.insert(event, json: json, stamp: stamp, into: database)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        // SQLite understands the text in another way; the event counts as lost.
        continue
      }
      carried.append(seq)
    }
    try JournalSchema.reserve(upTo: rows.newest, in: database)
    let first = carried.min() ?? rows.newest + 1
    try JournalSchema.trim(through: max(0, min(rows.trimmed, first - 1)), in: database)
    let expected = rows.newest - first + 1
    return Carried(
      count: carried.count,
      restored: rows.restored,
      lost: max(0, Int(expected) - carried.count)
    )
  }

  /// How much got into the new journal.
  struct Carried {
    let count: Int
    let restored: Int
    let lost: Int
  }

  private func readCopy(into rows: inout Rows) {
    guard var reader = try? JournalCopyReader(path: copy) else { return }
    var newest: Int64 = 0
    var isSound = true
    while let piece = reader.next() {
      guard case .line(let line) = piece else {
        isSound = false
        continue
      }
      newest = line.seq
      guard case .event(let seq, let stamp, let json) = line else { continue }
      if rows.json[seq].map({ $0.utf8.elementsEqual(json) }) != true { rows.restored += 1 }
      rows.json[seq] = String(decoding: json, as: UTF8.self)
      rows.stamps[seq] = stamp
    }
    guard isSound, newest > 0 else {
      rows.newest = max(rows.newest, newest)
      return
    }
    // A sound copy may lag behind. What goes beyond it and was only found among the bytes, without
    // a tree that leads there, is a number that changed.
    newest = max(newest, rows.newestRead, rows.newestAgreed)
    while rows.json[newest + 1] != nil { newest += 1 }
    rows.json = rows.json.filter { $0.key <= newest }
    rows.newest = newest
  }

  private func query(_ database: Database, into rows: inout Rows) {
    let named = named(database, near: rows.newest)
    rows.newest = max(rows.newest, named.first ?? 0)
    rows.newestAgreed = named.dropFirst().first ?? 0
    rows.trimmed = (try? JournalSchema.trimmed(database)) ?? 0
    guard rows.newest > 0 else { return }
    var probes = 200_000
    var stretches: [ClosedRange<Int64>] = [1...rows.newest]
    while let stretch = stretches.popLast(), probes > 0 {
      do {
        try read(stretch, of: database, into: &rows)
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
    into rows: inout Rows
  ) throws {
    let cursor = try Row.fetchCursor(
      database,
      sql: "SELECT seq, json FROM events WHERE seq BETWEEN ? AND ?",
      arguments: [stretch.lowerBound, stretch.upperBound]
    )
    while let row = try cursor.next() {
      if let seq = Int64.fromDatabaseValue(row["seq"]),
        let json = String.fromDatabaseValue(row["json"]),
        JournalCopyLine.seq(of: Array(json.utf8)[...]) == seq
      {
        rows.json[seq] = json
        rows.newestRead = max(rows.newestRead, seq)
      }
    }
  }

  /// The newest seq that each tree names, the greatest first; a number that so many bytes cannot
  /// hold is no seq.
  private func named(_ database: Database, near newest: Int64) -> [Int64] {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let size = (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    return [
      "SELECT max(seq) FROM events NOT INDEXED",
      "SELECT max(seq) FROM (SELECT seq FROM events INDEXED BY events_time)",
      "SELECT seq FROM sqlite_sequence WHERE name = 'events'",
    ]
    .compactMap { try? Int64.fetchOne(database, sql: $0) }
    .filter { $0 > 0 && $0 <= newest + size / 64 }
    .sorted(by: >)
  }

  private func scanned(_ path: String) throws(DiskError) -> [Int64: String] {
    guard DiskFile.exists(path) != false else { return [:] }
    // Read and not mapped: a page that the disk does not give back would end the process.
    let file = try DiskFile(path, O_RDONLY)
    var bytes = Data()
    var isAny = false
    while true {
      let found = try file.readAround(1 << 20, at: bytes.count)
      isAny = isAny || found.isAny
      if found.bytes.isEmpty { break }
      bytes.append(contentsOf: found.bytes)
    }
    // At the end of a file it is no error to read nothing.
    guard isAny else { throw DiskError(operation: "read", code: EIO) }
    return EventTextScan(bytes: bytes).events()
  }
}
