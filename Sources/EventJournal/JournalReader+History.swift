import CrampModel
import GRDB

/// Answers that are too long to be read at once.
extension JournalReader {
  /// The first and the last seq of what answers a query.
  ///
  /// - Parameters:
  ///   - query: What is asked; its limit counts from the newest where it is descending.
  ///   - newest: The last seq that counts.
  /// - Returns: The seqs; `nil` if nothing answers it.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func seqs(
    query: HistoryQuery,
    through newest: Int64
  ) throws(JournalError) -> ClosedRange<Int64>? {
    let order: SQL = query.ascending ? "ORDER BY seq" : "ORDER BY seq DESC"
    return try read("read the history") { database in
      let row = try SQLRequest<Row>(
        literal: """
          SELECT min(seq) AS first, max(seq) AS last FROM
            (SELECT seq FROM events WHERE seq <= \(newest) AND \(query.condition)
              \(order) LIMIT \(query.limit))
          """
      ).fetchOne(database)
      guard let first: Int64 = row?["first"], let last: Int64 = row?["last"] else { return nil }
      return first...last
    }
  }

  /// Reads a part of what answers a query.
  ///
  /// - Parameters:
  ///   - query: What is asked.
  ///   - seq: The seq after which the part begins.
  ///   - last: The last seq that it may hold.
  /// - Returns: The lines by seq.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func lines(
    query: HistoryQuery,
    after seq: Int64,
    through last: Int64
  ) throws(JournalError) -> [JournalLine] {
    try lines(
      "read the history",
      where: "seq > \(seq) AND seq <= \(last) AND \(query.condition)",
      tail: "ORDER BY seq LIMIT \(query.limit)"
    )
  }
}
