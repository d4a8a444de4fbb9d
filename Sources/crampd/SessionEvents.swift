import CrampHistory
import CrampModel
import EventJournal
import Foundation

/// What the journal holds of a session, with what still waits for the disk.
struct SessionEvents: Sendable {
  /// How many spans of tone from before a session are looked through for the last of each channel.
  private static let mostSpans = 512
  /// How many rows are read at a time.
  private static let stretchLength = 512
  /// The types that a summary is made of.
  private static let types: Set = [
    EventType.crampOnset, .crampRelease, .marker, .tone,
  ]

  let journal: EventJournal

  /// The session that is open, and the seq of its beginning.
  ///
  /// - Throws: ``JournalError`` if the journal cannot be read.
  func open() throws(JournalError) -> (session: Session, seq: Int64)? {
    let turns = try journal.reader.newest(
      of: [.sessionStarted, .sessionEnded],
      through: journal.newestSeq,
      limit: 1
    )
    return turns.last.flatMap { event in Session(event).map { ($0, event.seq) } }
  }

  /// Waits until what was told so far is written, or known to have to wait.
  func settle() async {
    await withCheckedContinuation { waiter in
      journal.whenFree { waiter.resume() }
    }
  }

  /// What was told after a session began.
  ///
  /// - Throws: ``JournalError`` if the journal cannot be read.
  func events(after seq: Int64) async throws(JournalError) -> [CrampEvent] {
    let newest = journal.newestSeq
    var events: [CrampEvent] = []
    var seen = seq
    while seen < newest {
      let batch = try await journal.stretch(
        after: seen,
        through: newest,
        limit: Self.stretchLength
      )
      guard batch.end > seen else { break }
      seen = batch.end
      for line in batch.lines where EventType(rawValue: line.type).map(Self.types.contains) == true
      {
        // What another version wrote and this one cannot understand is none of ours.
        let event = try? JSONDecoder().decode(CrampEvent.self, from: Data(line.json.utf8))
        if let event { events.append(event) }
      }
    }
    return events + waiting(besides: events)
  }

  /// Spans of tone that were told before a session began.
  ///
  /// - Throws: ``JournalError`` if the journal cannot be read.
  func earlierTone(through seq: Int64) throws(JournalError) -> [CrampEvent] {
    try journal.reader.newest(of: [.tone], through: seq, limit: Self.mostSpans)
  }

  private func waiting(besides events: [CrampEvent]) -> [CrampEvent] {
    let known = Set(events.map(\.id))
    return journal.waitingEvents(after: 0).map(\.event)
      .filter { Self.types.contains($0.type) && !known.contains($0.id) }
  }
}
