import CrampHistory
import CrampModel

/// What the sections of a report share: computed once, from the events alone.
struct ReportFacts {
  let input: ReportInput
  let calendar: LocalCalendar
  let episodes: [CrampEpisode]
  let diary: Diary
  let sessions: [SessionSummary]
  /// The spans of tone that reach into the time, of all channels.
  let spans: [ToneSpan]
  let tone: [ToneTrack]
  /// The time that the report is about; `nil` if nothing is known of any.
  let range: Range<Timestamp>?

  init(_ input: ReportInput) {
    self.input = input
    calendar = LocalCalendar(offset: input.offset)
    let known = Self.extent(of: input)
    let asked = input.range.map { asked in
      let low = max(asked.lowerBound, known?.lowerBound ?? asked.lowerBound)
      return low..<max(low, min(asked.upperBound, known?.upperBound ?? asked.upperBound))
    }
    range = asked ?? known
    let connected =
      input.surroundings.isEmpty
      ? input.events : (input.events + input.surroundings).sorted { $0.seq < $1.seq }
    let diary = Diary(
      events: connected,
      coverage: input.coverage,
      range: input.range,
      offset: input.offset
    )
    self.diary = diary
    episodes = diary.entries.compactMap(\.episode)
    let sessions = SessionHistory(connected).sessions
    self.sessions = sessions.filter { input.range?.contains($0.session.since) ?? true }
    spans = connected.compactMap { ToneSpan($0) }.filter { span in
      input.range.map { span.begin < $0.upperBound && span.end > $0.lowerBound } ?? true
    }
    tone = ToneTrack.all(of: spans, events: connected, sessions: sessions, offset: input.offset)
  }

  /// Seconds in which at least one channel could be judged.
  var watched: Double { range.map { input.coverage.watchedSeconds(in: $0) } ?? 0 }

  /// The nights' own cramps: false alarms and provoked ones left out.
  var spontaneous: [DiaryEntry] { diary.nights.flatMap(\.spontaneous) }

  /// Cramps in practice and exercise.
  var provoked: [DiaryEntry] { diary.nights.flatMap(\.provoked) }

  var falseAlarms: [DiaryEntry] { diary.nights.flatMap(\.falseAlarms) }

  private static func extent(of input: ReportInput) -> Range<Timestamp>? {
    let known = input.coverage.extent
    let times =
      input.events.map(\.time) + [known?.lowerBound, known?.upperBound].compactMap(\.self)
    guard let first = times.min(), let last = times.max() else { return nil }
    return first..<max(last, first.advanced(bySeconds: 1))
  }
}
