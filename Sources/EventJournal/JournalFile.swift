import Foundation
import GRDB

/// The journal's file on disk: made, checked, and replaced where it is damaged.
struct JournalFile {
  let path: String

  /// Opens the file and brings its tables up to date.
  func open() throws -> (DatabasePool, JournalRecovery?) {
    try create()
    do {
      try check()
      return (try openSound(), nil)
    } catch let error as DatabaseError where Self.isDamage(error) {
      return try replace(because: error.message ?? "damaged")
    } catch let error as DamagedJournal {
      return try replace(because: error.finding)
    }
  }

  private func replace(because damage: String) throws -> (DatabasePool, JournalRecovery) {
    let setAside = try setAside()
    let salvage = JournalSalvage(path: setAside)
    let rows = salvage.rows()
    try create()
    let pool = try openSound()
    let carried = try pool.write { try salvage.carry(rows, into: $0) }
    let recovery = JournalRecovery(
      setAside: setAside,
      damage: damage.split(separator: "\n").joined(separator: "; "),
      carried: carried.count,
      lost: carried.lost
    )
    return (pool, recovery)
  }

  private func openSound() throws -> DatabasePool {
    let pool = try DatabasePool(path: path, configuration: configuration)
    try JournalSchema.migrator.migrate(pool)
    return pool
  }

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      guard !database.configuration.readonly else { return }
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    return configuration
  }

  /// Lets SQLite look at every page and row before anything is written.
  ///
  /// On a connection that could write, because SQLite passes over CHECK on one that could not.
  private func check() throws {
    try DatabaseQueue(path: path, configuration: configuration).read { database in
      let findings = try String.fetchAll(database, sql: "PRAGMA quick_check(3)")
      guard findings == ["ok"] else {
        throw DamagedJournal(finding: findings.joined(separator: "; "))
      }
    }
  }

  /// Makes an empty file with its mode before SQLite writes to it; its log gets the same mode.
  private func create() throws {
    let files = FileManager.default
    guard !files.fileExists(atPath: path) else { return }
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
    try files.createDirectory(at: directory, withIntermediateDirectories: true)
    let made = files.createFile(
      atPath: path,
      contents: nil,
      attributes: [.posixPermissions: 0o640]
    )
    guard made else {
      throw JournalError(operation: "create", path: path, message: "the file cannot be made")
    }
  }

  /// Renames the file and its companions; the name says when.
  private func setAside() throws -> String {
    let files = FileManager.default
    let stamp = Date.now.formatted(
      .iso8601.dateSeparator(.omitted).timeSeparator(.omitted)
    )
    let names = (1...99).lazy.map { "\(path).damaged-\(stamp)" + ($0 == 1 ? "" : "-\($0)") }
    guard let target = names.first(where: { !files.fileExists(atPath: $0) }) else {
      throw JournalError(operation: "set aside", path: path, message: "too many damaged files")
    }
    // The log first: without its main file it is found again by nobody, with it by everybody.
    for suffix in ["-wal", "-shm", ""] where files.fileExists(atPath: path + suffix) {
      try files.moveItem(atPath: path + suffix, toPath: target + suffix)
    }
    return target
  }

  private static func isDamage(_ error: DatabaseError) -> Bool {
    [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
  }
}

/// What SQLite's own check found.
private struct DamagedJournal: Error {
  let finding: String
}
