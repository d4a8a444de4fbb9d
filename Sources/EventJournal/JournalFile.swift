import Foundation
import GRDB

/// The journal's file on disk: made, checked, and mended where it is damaged.
struct JournalFile {
  let path: String
  let limits: JournalLimits
  var access = JournalAccess.owner
  /// The newest seq that is known to have been given, whatever the file says.
  var floor: Int64 = 0

  /// A journal that can be written.
  struct Opened {
    let database: DatabasePool
    /// The newest seq ever given.
    let newest: Int64
    /// The oldest seq that is kept.
    let oldest: Int64?
    var recovery: JournalRecovery?
    let copy: JournalCopy
    /// Why the copy is not up to date.
    let copyTrouble: String?
    /// Where it was opened on the word of its seal, that seal; `nil` if all of it was looked at.
    var seal: JournalSeal?
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

  /// Opens the file and brings its tables up to date; mends it only if it is found damaged here.
  ///
  /// - Returns: The journal, ready for events.
  /// - Throws: ``JournalObstacle``; damage only if it cannot be mended.
  func open() throws(JournalObstacle) -> Opened {
    do {
      try refuseImpossible()
      JournalCopyRewriting.discard(path: JournalCopy(journal: path).path)
      try finishReplacing()
      try create()
      let seal = JournalSeal.take(from: path)
      share()
      do {
        if let seal, let opened = try openSealed(seal) { return opened }
        return try openPresent()
      } catch {
        guard let damage = Self.damage(error, path) else { throw error }
        return try openReplaced(replace(because: damage))
      }
    } catch {
      throw JournalObstacle("open", path, error)
    }
  }

  private func openPresent() throws -> Opened {
    if let damage = try JournalHeader.damage(in: path) { throw DamagedJournal(finding: damage) }
    try check()
    return try compare(openSound())
  }

  /// Opens files that are as a journal left them that had checked them.
  private func openSealed(_ seal: JournalSeal) throws -> Opened? {
    guard try JournalHeader.damage(in: path) == nil else { return nil }
    let database = try openSound()
    do {
      let (newest, oldest) = try database.read {
        (try JournalSchema.newestSeq($0), try JournalSchema.oldestRow($0))
      }
      var copy = JournalCopy(journal: path)
      if newest == seal.newest, newest >= floor {
        try copy.open(length: seal.copyLength, through: newest)
        copy.dead = seal.dead
        return Opened(
          database: database,
          newest: newest,
          oldest: oldest,
          recovery: nil,
          copy: copy,
          copyTrouble: nil,
          seal: seal
        )
      }
    } catch {
      try? database.close()
      throw error
    }
    try database.close()
    return nil
  }

  /// Opens a new file; trouble with it is no reason to replace it by another one at once.
  private func openReplaced(_ recovery: JournalRecovery) throws -> Opened {
    do {
      var opened = try compare(openSound())
      opened.recovery = recovery
      return opened
    } catch {
      guard let damage = Self.damage(error, path) else { throw error }
      throw JournalObstacle.trouble(JournalTrouble(.damage(damage)))
    }
  }

  /// What is damaged if this is the error; SQL that does not fit the tables is damage here.
  static func damage(_ error: any Error, _ path: String) -> String? {
    if let error = error as? DamagedJournal { return error.finding }
    if error is RowDecodingError { return "a row is malformed" }
    guard let error = error as? DatabaseError else { return nil }
    if error.extendedResultCode == .SQLITE_IOERR_SHORT_READ { return "the file is cut off" }
    switch JournalObstacle("open", path, error) {
    case .trouble: return nil
    case .damage, .final: return error.message ?? "damaged"
    }
  }

  func openSound() throws -> DatabasePool {
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

  var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(limits.busyTimeout / .seconds(1))
    // Each connection would keep two megabytes. The system keeps the pages as well.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -256") }
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
      try Self.check(database)
    }
  }

  /// Lets SQLite look at every page and row.
  static func check(_ database: Database) throws {
    let findings = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)")
    guard findings == ["ok"] else {
      throw DamagedJournal(finding: findings.joined(separator: "; "))
    }
  }
}

/// What a check of the file's content found.
struct DamagedJournal: Error {
  let finding: String
}
