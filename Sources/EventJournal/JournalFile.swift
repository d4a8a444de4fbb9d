import Foundation
import GRDB

/// The journal's file on disk: made, checked, and mended where it is damaged.
struct JournalFile {
  let path: String
  let limits: JournalLimits

  /// A journal that can be written.
  struct Opened {
    let database: DatabasePool
    /// The newest seq ever given.
    let newest: Int64
    /// The oldest seq that is kept.
    let oldest: Int64?
    let recovery: JournalRecovery?
    let copy: JournalCopy
    /// Why the copy is not up to date.
    let copyTrouble: String?
  }

  /// Throws if this path can never be a journal's.
  func refuseImpossible() throws(JournalError) {
    var status = stat()
    let found = unsafe stat(path, &status)
    if found == 0, status.st_mode & S_IFMT != S_IFREG {
      throw JournalError(operation: "open", path: path, message: "it is not a file")
    }
    if found != 0, [ENOTDIR, ENAMETOOLONG, ELOOP].contains(errno) {
      throw JournalError("open", path, DiskError.last("look at"))
    }
  }

  /// Opens the file and brings its tables up to date.
  ///
  /// - Parameter knownDamage: What was found wrong with it, if anything was.
  /// - Returns: The journal, ready for events.
  /// - Throws: ``JournalObstacle``; damage only if it cannot be mended.
  func open(knownDamage: String? = nil) throws(JournalObstacle) -> Opened {
    do {
      try refuseImpossible()
      try create()
      if let knownDamage { return try replace(because: knownDamage) }
      do {
        if let damage = try JournalHeader.damage(in: path) { return try replace(because: damage) }
        try check()
        let database = try openSound()
        do {
          return try compare(database)
        } catch {
          try? database.close()
          throw error
        }
      } catch {
        guard let damage = Self.damage(error, path) else { throw error }
        return try replace(because: damage)
      }
    } catch {
      throw JournalObstacle("open", path, error)
    }
  }

  /// What is damaged if this is the error; SQL that does not fit the tables is damage here.
  private static func damage(_ error: any Error, _ path: String) -> String? {
    if let error = error as? DamagedJournal { return error.finding }
    if error is RowDecodingError { return "a row is malformed" }
    guard let error = error as? DatabaseError else { return nil }
    if error.extendedResultCode == .SQLITE_IOERR_SHORT_READ { return "the file is cut off" }
    switch JournalObstacle("open", path, error) {
    case .trouble: return nil
    case .damage, .final: return error.message ?? "damaged"
    }
  }

  /// Compares the journal with its copy and mends what differs.
  private func compare(_ database: DatabasePool) throws -> Opened {
    var copy = JournalCopy(journal: path)
    var reader: JournalCopyReader
    do throws(DiskError) {
      reader = try JournalCopyReader(path: copy.path)
    } catch {
      let newest = try database.read { try JournalSchema.newestSeq($0) }
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
    let newest = max(found.newest, Self.isPlausible(named) ? named : 0)
    if counted != newest, counted != nil || newest > 0 {
      try JournalSchema.reserve(upTo: newest, in: database)
    }
    let limit = try JournalSchema.oldestRow(database).map { $0 - 1 } ?? newest
    if trimmed > limit { try JournalSchema.trim(through: limit, in: database) }
    return (newest, lost)
  }

  /// A thousand events a second for 30 years are fewer.
  private static func isPlausible(_ seq: Int64) -> Bool { (0..<1 << 40).contains(seq) }

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
      try copy.append(lines, through: isAll ? newest : last)
    }
  }

  /// Builds a sound file beside the damaged one, and only then changes their places.
  private func replace(because damage: String) throws -> Opened {
    let fresh = path + ".new"
    for suffix in ["", "-journal", "-wal", "-shm"] { unsafe unlink(fresh + suffix) }
    let copy = JournalCopy(journal: path)
    let salvage = JournalSalvage(path: path, copy: copy.path)
    let rows = salvage.rows()
    try create(fresh)
    let queue = try DatabaseQueue(path: fresh, configuration: configuration)
    try JournalSchema.migrator.migrate(queue)
    let carried = try queue.write { try salvage.carry(rows, into: $0) }
    try queue.close()
    let setAside = try setAside()
    try DiskFile.rename(fresh, to: path)
    try DiskFile.syncDirectory(of: path)
    let opened = try compare(openSound())
    let recovery = JournalRecovery(
      setAside: setAside,
      damage: damage.split(separator: "\n").joined(separator: "; "),
      carried: carried.count,
      restored: carried.restored,
      lost: carried.lost
    )
    return Opened(
      database: opened.database,
      newest: opened.newest,
      oldest: opened.oldest,
      recovery: recovery,
      copy: opened.copy,
      copyTrouble: opened.copyTrouble
    )
  }

  private func openSound() throws -> DatabasePool {
    let pool = try DatabasePool(path: path, configuration: configuration)
    do {
      // GRDB relaxes this when it turns on the write-ahead log, after it has prepared the database.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try JournalSchema.migrator.migrate(pool)
      try pool.read { try JournalTables.check($0) }
    } catch {
      try? pool.close()
      throw error
    }
    return pool
  }

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(limits.busyTimeout / .seconds(1))
    return configuration
  }

  /// Lets SQLite look at every page and row before anything is written.
  ///
  /// On a connection that could write, because SQLite passes over CHECK on one that could not.
  private func check() throws {
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    try queue.read { database in
      try JournalTables.refuseNewer(database, path: path)
      let findings = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)")
      guard findings == ["ok"] else {
        throw DamagedJournal(finding: findings.joined(separator: "; "))
      }
    }
  }
}

extension JournalFile {
  /// Makes an empty file with its mode before SQLite writes to it; its log gets the same mode.
  private func create() throws {
    guard DiskFile.exists(path) != true else { return }
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if DiskFile.exists(directory) == false {
      // The error comes with the file, where its number is known.
      try? FileManager.default.createDirectory(
        atPath: directory,
        withIntermediateDirectories: true
      )
    }
    try create(path)
  }

  private func create(_ path: String) throws(DiskError) {
    try DiskFile(path, O_RDWR | O_CREAT).setMode(0o640)
    try DiskFile.syncDirectory(of: path)
  }

  /// Renames the file and its companions; the name says when.
  private func setAside() throws -> String {
    let stamp = Date.now.formatted(
      .iso8601.dateSeparator(.omitted).timeSeparator(.omitted)
    )
    let names = (1...99).lazy.map { "\(path).damaged-\(stamp)" + ($0 == 1 ? "" : "-\($0)") }
    guard let target = names.first(where: { DiskFile.exists($0) == false }) else {
      throw JournalError(operation: "set aside", path: path, message: "too many damaged files")
    }
    // The log first: without its main file it is found again by nobody, with it by everybody.
    for suffix in ["-wal", "-shm", ""] where DiskFile.exists(path + suffix) == true {
      try DiskFile.rename(path + suffix, to: target + suffix)
    }
    return target
  }
}

/// What a check of the file's content found.
struct DamagedJournal: Error {
  let finding: String
}

extension JournalRow {
  /// How many rows are read at once.
  static let batch = 1_000

  /// The next rows after a seq.
  static func rows(after seq: Int64, in database: Database) throws -> [Self] {
    try Row.fetchAll(database, sql: after, arguments: [seq, batch]).map(Self.init)
  }
}
