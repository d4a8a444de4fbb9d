import EventJournal
import NIOCore

/// A stretch of the journal from the disk, as bytes for a client that catches up.
struct JournalStretch: Sendable {
  /// The last seq that is accounted for.
  private(set) var end: Int64
  /// The lines of the wanted events and of the gaps, in order.
  private(set) var bytes: ByteBuffer
  /// How many events there are.
  private(set) var count = 0

  /// Reads a piece of what follows a seq.
  init(after seq: Int64, filter: EventFilter, in room: ServerRoom) throws(JournalError) {
    let piece = room.configuration.limits.pieceBytes
    let newest = room.recent.newest
    bytes = ByteBufferAllocator().buffer(capacity: piece)
    end = seq
    // A filter may pass over many.
    for _ in 0..<64 where bytes.readableBytes < piece / 2 {
      let batch = try room.journal.reader.batch(
        after: end,
        through: newest,
        limit: 32,
        filter: filter
      )
      guard batch.end > end else { break }
      if !append(batch, upTo: piece) { break }
    }
  }

  /// Adds what there is room for, and one event in any case; returns whether that was all.
  private mutating func append(_ batch: JournalBatch, upTo piece: Int) -> Bool {
    let events = batch.lines.map { (end: $0.seq, line: Message.event($0.json), isEvent: true) }
    let gaps = batch.gaps.map { gap in
      (end: gap.seqs.upperBound, line: Self.notification(gap), isEvent: false)
    }
    for (end, line, isEvent) in (gaps + events).sorted(by: { $0.end < $1.end }) {
      guard bytes.readableBytes == 0 || bytes.readableBytes + line.utf8.count < piece else {
        return false
      }
      bytes.writeString(line)
      bytes.writeInteger(UInt8(ascii: "\n"))
      self.end = end
      if isEvent { count += 1 }
    }
    end = batch.end
    return true
  }

  private static func notification(_ gap: JournalGap) -> String {
    let body = JSONText.object([
      ("from", String(gap.seqs.lowerBound)), ("to", String(gap.seqs.upperBound)),
      ("reason", JSONText.quoted(gap.reason.rawValue)),
    ])
    return Message.notification("gap", body)
  }
}
