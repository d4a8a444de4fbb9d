import EventJournal
import NIOCore

/// A stretch of the journal from the disk, as bytes for a client that catches up.
struct JournalStretch: Sendable {
  /// The last seq that is accounted for.
  let end: Int64
  /// The lines of the wanted events and of the gaps, in order.
  let bytes: ByteBuffer
  /// How many events there are.
  let count: Int

  /// Reads about a piece of what follows a seq.
  init(after seq: Int64, filter: EventFilter, in room: ServerRoom) throws(JournalError) {
    let piece = room.configuration.limits.pieceBytes
    var bytes = ByteBufferAllocator().buffer(capacity: piece)
    var end = seq
    var count = 0
    // Events are about 400 bytes long; a filter may pass over many.
    for _ in 0..<64 where bytes.readableBytes < piece / 2 {
      let batch = try room.journal.reader.batch(after: end, limit: 32, filter: filter)
      guard batch.end > end else { break }
      for line in Self.lines(batch) {
        bytes.writeString(line)
        bytes.writeInteger(UInt8(ascii: "\n"))
      }
      end = batch.end
      count += batch.lines.count
    }
    self.end = end
    self.bytes = bytes
    self.count = count
  }

  private static func lines(_ batch: JournalBatch) -> [String] {
    let events = batch.lines.map { ($0.seq, Message.event($0.json)) }
    guard !batch.missing.isEmpty else { return events.map(\.1) }
    let gaps = batch.gaps.map { ($0.seqs.lowerBound, notification($0)) }
    return (gaps + events).sorted { $0.0 < $1.0 }.map(\.1)
  }

  private static func notification(_ gap: JournalGap) -> String {
    let body = JSONText.object([
      ("from", String(gap.seqs.lowerBound)), ("to", String(gap.seqs.upperBound)),
      ("reason", JSONText.quoted(gap.reason.rawValue)),
    ])
    return Message.notification("gap", body)
  }
}
