import GRDB

extension JournalReader {
  /// Lets SQLite look at every page, without writing; takes as long as the file is long.
  ///
  /// - Returns: What is damaged, three things at most; empty if nothing is.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func damage() throws(JournalError) -> [String] {
    let findings = try read("check") { try String.fetchAll($0, sql: "PRAGMA quick_check(3)") }
    return findings == ["ok"] ? [] : findings
  }

  /// How many events of each type are kept.
  ///
  /// - Returns: The counts by the event's member `type`.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func counts() throws(JournalError) -> [String: Int] {
    try read("count the events") { database in
      let sql = "SELECT type, count(*) AS number FROM events GROUP BY type"
      var counts: [String: Int] = [:]
      for row in try Row.fetchAll(database, sql: sql) {
        guard let type = row.text("type"), let number = row.whole("number") else { continue }
        counts[type] = Int(number)
      }
      return counts
    }
  }

  /// The sensors and channels that events are about.
  ///
  /// - Returns: Each pair once, a thousand at most.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func origins() throws(JournalError) -> [(sensor: String?, channel: String?)] {
    try read("look for channels") { database in
      let sql = "SELECT DISTINCT sensor, channel FROM events LIMIT 1000"
      return try Row.fetchAll(database, sql: sql).map { ($0.text("sensor"), $0.text("channel")) }
    }
  }

  /// The version of SQLite; `nil` if it does not say.
  public static var libraryVersion: String? {
    try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
  }
}
