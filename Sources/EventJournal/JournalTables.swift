import GRDB

/// Whether the tables in a file are those that the migrations make.
enum JournalTables {
  /// Throws if a later crampd made the file: all that is known here was done to it, and more.
  static func refuseNewer(_ database: Database, path: String) throws {
    let known = JournalSchema.migrator.migrations
    guard try database.tableExists("grdb_migrations") else { return }
    let applied = try String.fetchSet(database, sql: "SELECT identifier FROM grdb_migrations")
    guard let unknown = applied.subtracting(known).sorted().first,
      applied.isSuperset(of: known)
    else { return }
    throw JournalError(
      operation: "open",
      path: path,
      message: "a newer crampd made it (\"\(unknown)\" is not known here)"
    )
  }

  /// Throws if a table or an index of the journal is not as the migrations make it.
  static func check(_ database: Database) throws {
    let found = try definitions(database)
    for (name, sql) in try expected.get() where found[name] != sql {
      throw DamagedJournal(finding: "the definition of \(name) is changed")
    }
  }

  private static let expected = Result {
    let fresh = try DatabaseQueue()
    try JournalSchema.migrator.migrate(fresh)
    return try fresh.read { try definitions($0) }
  }

  private static func definitions(_ database: Database) throws -> [String: String] {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT name, sql FROM sqlite_schema WHERE tbl_name IN ('events', 'trimmed')"
    )
    return rows.reduce(into: [:]) { $0[$1.text("name") ?? ""] = $1.text("sql") ?? "" }
  }
}
