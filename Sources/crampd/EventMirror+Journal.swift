import CrampModel
import EventJournal
import Foundation
import Logging
import Systemd

extension EventMirror {
  /// How many events are read at a time.
  private static let stretchLength = 256

  /// Mirrors what an event journal gets from now on.
  convenience init(of journal: EventJournal, to sender: JournaldSender, logger: Logger) {
    self.init(
      sender: sender,
      after: journal.newestSeq,
      newest: { await journal.newest(after: $0) },
      read: { try await Self.stretch(after: $0, of: journal) },
      logger: logger
    )
  }

  private static func stretch(after seq: Int64, of journal: EventJournal) async throws -> Stretch {
    let batch = try await journal.stretch(
      after: seq,
      through: journal.newestSeq,
      limit: stretchLength
    )
    let events = batch.lines.compactMap { line in
      // What this version cannot understand is counted as missing.
      try? JSONDecoder().decode(CrampEvent.self, from: Data(line.json.utf8))
    }
    let trimmed = batch.missing.reduce(0) { $0 + Int64($1.count) }
    return Stretch(
      events: events,
      end: batch.end,
      missing: trimmed + Int64(batch.lines.count - events.count)
    )
  }
}
