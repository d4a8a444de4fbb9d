public import CrampModel

/// A diary of cramps, night by night, with detections and the person's own words kept apart.
///
/// The fields are those that trials of treatments ask for: count, duration, severity and
/// disturbance of sleep on scales from 0 to 10 (Sebo and others, Swiss Medical Weekly 2019,
/// doi 10.4414/smw.2019.20048), side and muscle.
public struct Diary: Hashable, Sendable {
  /// The nights from the first to the last of which anything is known, none left out.
  public let nights: [DiaryNight]

  /// As many nights can be listed; of a longer time the newest: ten years.
  public static let mostNights = 3_660

  /// Keeps the diary.
  ///
  /// - Parameters:
  ///   - events: In the order of the journal.
  ///   - coverage: What could be judged.
  ///   - range: What is asked about; `nil` for all that is known.
  ///   - offset: Local time.
  public init(
    events: [CrampEvent],
    coverage: Coverage,
    range: Range<Timestamp>? = nil,
    offset: LocalOffset
  ) {
    let sessions = SessionHistory(events).sessions
    let entries = Self.entries(in: events, sessions: sessions)
      .filter { range?.contains($0.time) ?? true }
    let shown = sessions.filter { range?.contains($0.session.since) ?? true }
    let watched = Self.watched(coverage, range: range, offset: offset)
    let byNight = Dictionary(grouping: entries) { NightDate(of: $0.time, offset: offset) }
    let sessionsByNight = Dictionary(grouping: shown) {
      NightDate(of: $0.session.since, offset: offset)
    }
    let dates = Set(byNight.keys).union(sessionsByNight.keys).union(watched.keys)
    guard let first = dates.min(), let last = dates.max() else {
      nights = []
      return
    }
    // One event with a wrong clock must not make a table of centuries.
    let begin = max(first.day, last.day - Self.mostNights + 1)
    nights = (begin...last.day).map { day in
      let date = NightDate(day: day)
      return DiaryNight(
        date: date,
        watched: watched[date] ?? 0,
        entries: byNight[date] ?? [],
        sessions: sessionsByNight[date] ?? []
      )
    }
  }

  /// All cramps and false alarms, by time.
  public var entries: [DiaryEntry] { nights.flatMap(\.entries) }

  /// The nights that were observed for long enough to count.
  public var observedNights: [DiaryNight] { nights.filter(\.isObserved) }

  private static func entries(
    in events: [CrampEvent],
    sessions: [SessionSummary]
  ) -> [DiaryEntry] {
    let labels = LabelBook(events)
    let found = CrampEpisode.all(in: events).map { episode in
      DiaryEntry(
        time: episode.begin,
        episode: episode,
        label: labels[episode.id],
        session: session(of: episode.id, at: episode.begin, sessions)
      )
    }
    let own = labels.missed.map { missed in
      DiaryEntry(
        time: missed.time,
        episode: nil,
        label: missed.label,
        session: session(of: missed.episode, at: missed.time, sessions)
      )
    }
    return (found + own).sorted { $0.time < $1.time }
  }

  /// The session that counts an episode among its own, else the one that its time lies in.
  private static func session(
    of episode: EventID,
    at time: Timestamp,
    _ sessions: [SessionSummary]
  ) -> Session? {
    let own = sessions.first { $0.cramps.contains { $0.episode == episode } }
    let around = sessions.last { session in
      let limit = session.session.since.advanced(bySeconds: Session.longest)
      return session.session.since <= time && time <= session.end ?? limit
    }
    return (own ?? around)?.session
  }

  /// Watched seconds by night, of nights that have any.
  private static func watched(
    _ coverage: Coverage,
    range: Range<Timestamp>?,
    offset: LocalOffset
  ) -> [NightDate: Double] {
    var dates: Set<NightDate> = []
    for span in coverage.channels.flatMap(\.spans) {
      let last = NightDate(of: span.end, offset: offset).day
      let first = max(NightDate(of: span.begin, offset: offset).day, last - mostNights)
      for day in first...max(first, last) { dates.insert(NightDate(day: day)) }
    }
    var watched: [NightDate: Double] = [:]
    for date in dates {
      let begin = date.begin(offset: offset)
      let end = max(begin, date.advanced(by: 1).begin(offset: offset))
      let from = max(begin, range?.lowerBound ?? begin)
      let to = min(end, range?.upperBound ?? end)
      guard from < to else { continue }
      let seconds = coverage.watchedSeconds(in: from..<to)
      if seconds > 0 { watched[date] = seconds }
    }
    return watched
  }
}
