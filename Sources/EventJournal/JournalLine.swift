import GRDB

/// One event as the journal keeps it.
public struct JournalLine: Hashable, Sendable {
  /// Position in the journal.
  public let seq: Int64
  /// What happened, as in the event's member `type`.
  public let type: String
  /// The sensor, if the event is about one.
  public let sensor: String?
  /// The channel, if the event is about one.
  public let channel: String?
  /// When it was decided, in microseconds since the Unix epoch.
  public let detectedMicroseconds: Int64
  /// The event object, byte for byte as it was stored, without a line feed.
  public let json: String
}

extension JournalLine {
  /// The columns that ``init(row:)`` reads.
  static let columns = SQL("seq, type, sensor, channel, detected_us, json")

  init(row: Row) {
    seq = row["seq"]
    type = row["type"]
    sensor = row["sensor"]
    channel = row["channel"]
    detectedMicroseconds = row["detected_us"]
    json = row["json"]
  }
}

/// What a follower gets in one step: the wanted lines of a stretch of the journal.
public struct JournalBatch: Hashable, Sendable {
  /// The wanted events of the stretch, in order.
  public let lines: [JournalLine]
  /// The last seq of the stretch; the next step goes on after it.
  public let end: Int64
  /// Seqs of the stretch that the journal does not hold, in order.
  public let missing: [ClosedRange<Int64>]
}
