import CrampModel
import GRDB

/// The tables of the journal and how they came to be.
enum JournalSchema {
  /// All migrations, oldest first; one that has been released never changes.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 events") { database in
      // The check lets SQLite's own integrity check find a row whose text was overwritten.
      // AUTOINCREMENT keeps the newest seq when retention has removed every row.
      try database.execute(
        sql: """
          CREATE TABLE events (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL,
            type TEXT NOT NULL,
            time_us INTEGER NOT NULL,
            detected_us INTEGER NOT NULL,
            sensor TEXT,
            channel TEXT,
            episode TEXT,
            json TEXT NOT NULL,
            CHECK (json_valid(json) AND json_extract(json, '$.seq') = seq
              AND json_extract(json, '$.type') = type)
          );
          CREATE INDEX events_time ON events (time_us);
          CREATE INDEX events_type ON events (type);
          CREATE INDEX events_episode ON events (episode) WHERE episode IS NOT NULL;
          """
      )
    }
    migrator.registerMigration("2 clocks and trimming") { database in
      try database.execute(
        sql: """
          ALTER TABLE events ADD COLUMN boot_id TEXT;
          ALTER TABLE events ADD COLUMN boot_us INTEGER;
          ALTER TABLE events ADD COLUMN written_us INTEGER;
          CREATE TABLE trimmed (through INTEGER NOT NULL);
          INSERT INTO trimmed (through) VALUES (0);
          """
      )
    }
    migrator.registerMigration("3 boots of machines") { database in
      try database.execute(
        sql: """
          CREATE TABLE boots (
            boot_id TEXT PRIMARY KEY,
            machine_id TEXT NOT NULL,
            first_us INTEGER NOT NULL
          );
          """
      )
    }
    return migrator
  }

  /// The newest seq ever given, 0 if none; counts rows that retention has removed.
  static func newestSeq(_ database: Database) throws -> Int64 {
    try whole(
      """
      SELECT max(coalesce((SELECT max(seq) FROM events), 0),
        coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'events'), 0))
      """,
      database
    ) ?? 0
  }

  /// The newest seq that has a row, 0 if none has.
  static func newestRow(_ database: Database) throws -> Int64 {
    try whole("SELECT max(seq) FROM events", database) ?? 0
  }

  /// The oldest seq that has a row.
  static func oldestRow(_ database: Database) throws -> Int64? {
    try whole("SELECT min(seq) FROM events", database)
  }

  /// The newest seq that retention has removed, 0 if none or if the file is an older one.
  static func trimmed(_ database: Database) throws -> Int64 {
    guard try database.tableExists("trimmed") else { return 0 }
    return try whole("SELECT max(through) FROM trimmed", database) ?? 0
  }

  /// Notes that retention has removed all events up to `seq`.
  static func trim(through seq: Int64, in database: Database) throws {
    try database.execute(sql: "DELETE FROM trimmed")
    try database.execute(sql: "INSERT INTO trimmed (through) VALUES (?)", arguments: [seq])
  }

  /// Makes the next seq greater than `seq`.
  static func reserve(upTo seq: Int64, in database: Database) throws {
    try database.execute(
      sql: """
        DELETE FROM sqlite_sequence WHERE name = 'events';
        INSERT INTO sqlite_sequence (name, seq)
          SELECT 'events', max(?, coalesce(max(seq), 0)) FROM events;
        """,
      arguments: [seq]
    )
  }

  /// Writes one row.
  static func insert(
    _ event: CrampEvent,
    json: String,
    stamp: WritingStamp,
    into database: Database
  ) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO events (seq, id, type, time_us, detected_us, sensor, channel, episode, json,
          boot_id, boot_us, written_us)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    )
    try statement.execute(arguments: [
      event.seq, event.id.description, event.type.rawValue, event.time.microseconds,
      event.detected.microseconds, event.sensor, event.channel, event.episode?.description, json,
      stamp.boot, stamp.sinceBoot, stamp.wall,
    ])
  }

  /// A whole number that a query answers with; `nil` if it answers with anything else.
  static func whole(_ sql: String, _ database: Database) throws -> Int64? {
    let value = try DatabaseValue.fetchOne(database, sql: sql)
    guard case .int64(let number) = value?.storage else { return nil }
    return number
  }
}
