import GRDB

extension JournalFile {
  /// Compares the journal with its copy and mends what differs.
  func compare(_ database: DatabasePool) throws -> Opened {
    do {
      return try mend(database)
    } catch {
      try? database.close()
      throw error
    }
  }

  private func mend(_ database: DatabasePool) throws -> Opened {
    var copy = JournalCopy(journal: path)
    var reader: JournalCopyReader
    do throws(DiskError) {
      reader = try JournalCopyReader(path: copy.path)
    } catch {
      let newest = try database.write { database in
        try JournalSchema.reserve(
          upTo: max(JournalSchema.newestSeq(database), plausible(floor)),
          in: database
        )
        return try JournalSchema.newestSeq(database)
      }
      return try opened(database, newest, copy, nil, error.words)
    }
    let found = try database.read { try JournalComparison($0, with: &reader) }
    let (newest, lost) = try database.write { try mend(found, in: $0) }
    let restored = found.mends.count - lost
    let recovery: JournalRecovery? =
      found.mends.isEmpty
      ? nil
      : JournalRecovery(
        setAside: nil,
        damage: "\(found.absent) events missing, \(found.mends.count - found.absent) changed",
        carried: 0,
        restored: restored,
        lost: lost
      )
    do {
      if found.isCopyTorn {
        try database.read { try copy.rewrite(from: $0, newest: newest) }
      } else {
        try copy.open(length: found.soundEnd, through: found.copied)
        copy.dead = found.deadBytes
        try catchUp(&copy, with: database, newest: newest)
      }
    } catch let error as DiskError {
      return try opened(database, newest, copy, recovery, error.words)
    }
    return try opened(database, newest, copy, recovery, nil)
  }

  private func opened(
    _ database: DatabasePool,
    _ newest: Int64,
    _ copy: JournalCopy,
    _ recovery: JournalRecovery?,
    _ trouble: String?
  ) throws -> Opened {
    let oldest = try database.read { try JournalSchema.oldestRow($0) }
    return Opened(
      database: database,
      newest: newest,
      oldest: oldest,
      recovery: recovery,
      copy: copy,
      copyTrouble: trouble
    )
  }

  /// Writes what the comparison found; returns the newest seq and how many events are lost.
  private func mend(_ found: JournalComparison, in database: Database) throws -> (Int64, Int) {
    var lost = 0
    for row in found.mends {
      guard let event = row.event else {
        lost += 1
        continue
      }
      try database.execute(sql: "DELETE FROM events WHERE seq = ?", arguments: [row.seq])
      try JournalSchema.insert(event, json: row.json, stamp: row.stamp, into: database)
    }
    let trimmed = try JournalSchema.trimmed(database)
    let counted = try JournalSchema.whole(
      "SELECT seq FROM sqlite_sequence WHERE name = 'events'",
      database
    )
    // Where both tables agree, all events of the end may have been removed; one of them alone is
    // worth less than a copy without a fault.
    let isWitness = !found.isCopyBroken && found.copied > 0
    let named = isWitness ? min(counted ?? 0, trimmed) : max(counted ?? 0, trimmed)
    let newest = max(found.newest, plausible(named), plausible(floor))
    if counted != newest, counted != nil || newest > 0 {
      try JournalSchema.reserve(upTo: newest, in: database)
    }
    let limit = try JournalSchema.oldestRow(database).map { $0 - 1 } ?? newest
    if trimmed > limit { try JournalSchema.trim(through: limit, in: database) }
    return (newest, lost)
  }

  /// A thousand events a second for 30 years are fewer.
  func plausible(_ seq: Int64) -> Int64 { (0..<1 << 40).contains(seq) ? seq : 0 }

  /// Writes to the copy what the journal has more.
  func catchUp(
    _ copy: inout JournalCopy,
    with database: DatabasePool,
    newest: Int64
  ) throws {
    guard copy.isOpen else {
      try database.read { try copy.rewrite(from: $0, newest: newest) }
      return
    }
    while copy.through < newest {
      let rows = try database.read { try JournalRow.rows(after: copy.through, in: $0) }
      var lines: [UInt8] = []
      for row in rows { JournalCopyLine.write(json: row.json, stamp: row.stamp, to: &lines) }
      let isAll = rows.count < JournalRow.batch
      let last = rows.last?.seq ?? copy.through
      if isAll, last < newest { JournalCopyLine.write(newest: newest, to: &lines) }
      try DiskFile.requireRoom(lines.count, at: copy.path)
      try copy.append(lines, through: isAll ? newest : last)
    }
  }
}

extension JournalRow {
  /// How many rows are read at once.
  static let batch = 1_000

  /// The next rows after a seq.
  static func rows(after seq: Int64, in database: Database) throws -> [Self] {
    try Row.fetchAll(database, sql: after, arguments: [seq, batch]).map(Self.init)
  }
}
