import CrampHistory
import CrampModel
import CrampReport
import EventJournal
import Foundation

/// What a report is made of, from a journal and the clips beside it.
struct JournalSource {
  private let place: ReportPlaceArguments

  init(_ place: ReportPlaceArguments) {
    self.place = place
  }

  /// Reads what happened in a time.
  ///
  /// - Parameters:
  ///   - since: From here on; `nil` for the beginning.
  ///   - until: Up to here; `nil` for the end.
  ///   - mostShown: As many episodes get their signals.
  ///   - now: The present time.
  /// - Returns: All that the report is made of.
  /// - Throws: ``Failure`` or a `JournalError` if the journal cannot be read.
  func input(
    since: Timestamp?,
    until: Timestamp?,
    mostShown: Int,
    now: Timestamp
  ) throws -> ReportInput {
    let path = place.journalPath
    let reader = try HistoryJournal(path: path).reader()
    var unknown = 0
    let events = try Self.events(reader, HistoryQuery(since: since, until: until), &unknown)
    let around = try Surroundings(of: events).read(since: since, until: until) {
      var passedOver = 0
      return try Self.events(reader, $0, &passedOver)
    }
    let all = around.isEmpty ? events : (events + around).sorted { $0.seq < $1.seq }
    var input = ReportInput(
      title: "Cramp report",
      source: "the journal \(URL(fileURLWithPath: path).lastPathComponent)",
      made: now,
      events: events,
      coverage: Coverage(events: all),
      offset: { LocalTime.offset(at: $0) },
      zone: LocalTime.zone(at: events.last?.time ?? now)
    )
    if since != nil || until != nil {
      let begin = since ?? Timestamp(microseconds: .min)
      input.range = begin..<max(begin, until ?? Timestamp(microseconds: .max))
    }
    input.surroundings = around
    input.unknownEvents = unknown
    input.mostShown = mostShown
    let directory =
      place.clips
      ?? URL(fileURLWithPath: path).deletingLastPathComponent()
      .appending(path: "clips").path
    let shown = Diary(
      events: all,
      coverage: input.coverage,
      range: input.range,
      offset: input.offset
    ).entries.compactMap(\.episode).suffix(mostShown)
    let clips = try ClipLibrary(directory: directory, mayBeMissing: place.clips == nil)
    input.signals = clips.signals(of: Array(shown), events: all)
    return input
  }

  private static func events(
    _ reader: JournalReader,
    _ query: HistoryQuery,
    _ unknown: inout Int
  ) throws -> [CrampEvent] {
    let decoder = JSONDecoder()
    var events: [CrampEvent] = []
    for line in try reader.lines(query: query) {
      // A later version of the daemon may have written it; the page says how many are left out.
      if let event = try? decoder.decode(CrampEvent.self, from: Data(line.json.utf8)) {
        events.append(event)
      } else {
        unknown += 1
      }
    }
    return events
  }
}
