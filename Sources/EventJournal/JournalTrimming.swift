import CrampModel
import GRDB

/// Removes the oldest events in small transactions, as retention asks.
struct JournalTrimming {
  /// When retention was last looked at.
  var looked = ContinuousClock.now
  /// How many events were written since then.
  var written = 0
  /// How many rows the next step looks at; more where an episode is longer.
  var rows = 0
  /// The new copy, while it is being written step by step.
  var rewriting: Rewriting?

  /// A new copy without the lines of removed events.
  struct Rewriting {
    var copy: JournalCopyRewriting
    var text = JournalCopyText()
    var offset = 0
    /// The last seq that was moved.
    var last: Int64 = 0
  }

  /// What one step did.
  struct Step {
    var removed = 0
    /// How many bytes the removed events take in the copy, about.
    var bytes = 0
    var through: Int64 = 0
    /// Whether the next step may find more.
    var isMore = false
    /// Whether an episode is longer than what was looked at.
    var isNarrow = false
  }

  /// Removes what retention asks for among the oldest rows.
  static func step(
    _ retention: JournalRetention,
    rows limit: Int,
    now: WritingStamp,
    limits: JournalLimits,
    in database: Database
  ) throws -> Step {
    let rows = try oldest(limit, now: now, in: database)
    guard let last = rows.last else { return Step() }
    var wanted: Int64?
    if let age = retention.maximumAge, let wall = now.wall {
      let microseconds = age / .microseconds(1)
      if microseconds < Double(wall) {
        wanted = RetentionCut.older(than: wall - Int64(microseconds), in: rows)
      }
    }
    let share = try excess(retention, limits, in: database)
    if let share {
      // About as many as are too much, so that a few long events do not cost all the others.
      let count = Double(try JournalSchema.newestRow(database) - rows[0].seq + 1) * share
      let index = min(rows.count - 1, Int(count))
      wanted = max(wanted ?? 0, rows[index].seq)
    }
    guard let wanted else { return Step() }
    let cut = try RetentionCut.cut(rows, wanted: wanted) { try end(of: $0, in: database) }
    let isAll = wanted == last.seq && rows.count == limit
    guard let seq = cut.seq else { return Step(isNarrow: isAll && !cut.isBlocked) }
    return try remove(through: seq, isMore: !cut.isBlocked && (share != nil || isAll), in: database)
  }

  private static func remove(
    through cut: Int64,
    isMore: Bool,
    in database: Database
  ) throws -> Step {
    let bytes = try Int.fetchOne(
      database,
      sql: "SELECT sum(length(CAST(json AS BLOB)) + 60) FROM events WHERE seq <= ?",
      arguments: [cut]
    )
    try database.execute(sql: "DELETE FROM events WHERE seq <= ?", arguments: [cut])
    let removed = database.changesCount
    try JournalSchema.trim(through: cut, in: database)
    return Step(removed: removed, bytes: bytes ?? 0, through: cut, isMore: isMore)
  }

  private static func oldest(
    _ limit: Int,
    now: WritingStamp,
    in database: Database
  ) throws -> [RetentionCut.Row] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT seq, coalesce(written_us, detected_us) AS written, boot_id, boot_us, episode
        FROM events ORDER BY seq LIMIT ?
        """,
      arguments: [limit]
    ).map { row in
      RetentionCut.Row(
        seq: row.whole("seq") ?? 0,
        time: time(row, now),
        episode: row.text("episode")
      )
    }
  }

  /// Within one boot the time since it is certain; across boots there is only the wall clock.
  private static func time(_ row: Row, _ now: WritingStamp) -> Int64? {
    if let boot = now.boot, row.text("boot_id") == boot, let then = row.whole("boot_us"),
      let sinceBoot = now.sinceBoot, let wall = now.wall
    {
      return wall &- (sinceBoot &- then)
    }
    return row.whole("written").flatMap { $0 < RetentionCut.earliestTime ? nil : $0 }
  }

  /// The last seq of an episode, or `Int64.max` while a part of it is open.
  ///
  /// A suspicion that nobody confirmed or dismissed ended with the daemon that had it.
  private static func end(of episode: String, in database: Database) throws -> Int64 {
    let end = try Int64.fetchOne(
      database,
      sql: """
        SELECT CASE WHEN EXISTS (
          SELECT 1 FROM events AS first
          WHERE first.episode = :episode AND first.type IN (:onset, :suspected)
            AND NOT EXISTS (
              SELECT 1 FROM events AS later
              WHERE later.episode = first.episode AND later.channel IS first.channel
                AND later.seq > first.seq
                AND (later.type = :release
                  OR first.type = :suspected AND later.type IN (:onset, :dismissed)))
            AND (first.type = :onset OR NOT EXISTS (
              SELECT 1 FROM events AS start
              WHERE start.type = :started AND start.seq > first.seq))
        ) THEN :open ELSE (SELECT max(seq) FROM events WHERE episode = :episode) END
        """,
      arguments: [
        "episode": episode, "onset": EventType.crampOnset.rawValue,
        "suspected": EventType.crampSuspected.rawValue,
        "release": EventType.crampRelease.rawValue,
        "dismissed": EventType.crampDismissed.rawValue,
        "started": EventType.daemonStarted.rawValue, "open": Int64.max,
      ]
    )
    return end ?? .max
  }

  /// Which share of the file is too much; `nil` if none is.
  private static func excess(
    _ retention: JournalRetention,
    _ limits: JournalLimits,
    in database: Database
  ) throws -> Double? {
    guard let most = retention.maximumBytes.map({ max($0, limits.smallestFile) }) else {
      return nil
    }
    let used = try usedBytes(database)
    return used > most ? Double(used - most) / Double(used) : nil
  }

  /// What the file needs; room that removed rows left is used again.
  static func usedBytes(_ database: Database) throws -> Int {
    func number(_ name: String) throws -> Int {
      Int(try JournalSchema.whole("PRAGMA \(name)", database) ?? 0)
    }
    return (try number("page_count") - number("freelist_count")) * (try number("page_size"))
  }
}
