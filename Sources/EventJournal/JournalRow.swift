import GRDB

/// What a row of the journal says of an event, as the copy says it too.
struct JournalRow {
  /// Every row, by seq.
  static let all = "SELECT seq, json, boot_id, boot_us, written_us FROM events ORDER BY seq"
  /// The rows after a seq, by seq.
  static let after = """
    SELECT seq, json, boot_id, boot_us, written_us FROM events WHERE seq > ? ORDER BY seq LIMIT ?
    """

  let seq: Int64
  let json: String
  let stamp: WritingStamp

  init(seq: Int64, json: String, stamp: WritingStamp) {
    self.seq = seq
    self.json = json
    self.stamp = stamp
  }

  /// Reads the columns of ``all``.
  init(_ row: Row) throws {
    guard case .int64(let seq) = (row[0] as DatabaseValue).storage,
      case .string(let json) = (row[1] as DatabaseValue).storage
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row is malformed") }
    self.seq = seq
    self.json = json
    stamp = WritingStamp(
      boot: Self.text(row[2]),
      sinceBoot: Self.whole(row[3]),
      wall: Self.whole(row[4])
    )
  }

  private static func text(_ value: DatabaseValue) -> String? {
    guard case .string(let text) = value.storage else { return nil }
    return text
  }

  private static func whole(_ value: DatabaseValue) -> Int64? {
    guard case .int64(let number) = value.storage else { return nil }
    return number
  }
}
