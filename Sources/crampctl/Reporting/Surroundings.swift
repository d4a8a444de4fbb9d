import CrampHistory
import CrampModel
import EventJournal

/// What lies before and after the time of a report and belongs to what is in it.
struct Surroundings {
  /// What says when somebody looked, and in which session: needed from the journal's beginning on.
  private static let state: [EventType] = [
    .daemonStarted, .daemonStopped, .sensorAttached, .sensorDetached, .sensorFailed, .signalBad,
    .signalGood, .sessionStarted, .sessionCramp, .sessionChannel, .sessionEnded,
  ]
  /// What goes on with an episode or a session after it began.
  private static let course: [EventType] = [
    .crampOnset, .crampUnobserved, .crampObserved, .crampRelease, .episodeLabelled,
    .sessionCramp, .sessionChannel, .sessionEnded, .marker,
  ]
  /// What bounds the time in which a sensor was there.
  private static let bounds: [EventType] = [
    .daemonStarted, .daemonStopped, .sensorDetached, .sensorFailed, .signalGood,
  ]
  /// No span of tone is longer than the hour that it lies in; twice that, in seconds.
  private static let longestSpan = 7_200.0

  private let episodes: Set<EventID>
  private let sessions: Set<String>

  /// Names the episodes and the sessions that began in a time.
  ///
  /// - Parameter events: All events of that time.
  init(of events: [CrampEvent]) {
    episodes = Set(events.filter { $0.type == .crampOnset }.compactMap(\.episode))
    sessions = Set(events.filter { $0.type == .sessionStarted }.map(\.id.description))
  }

  /// Reads what belongs to the time.
  ///
  /// - Parameters:
  ///   - since: Its beginning; `nil` if nothing lies before it.
  ///   - until: Its end; `nil` if nothing lies after it.
  ///   - events: Reads the events that a query asks for.
  /// - Returns: The events, none of which lies in the time.
  /// - Throws: What `events` throws.
  func read(
    since: Timestamp?,
    until: Timestamp?,
    events: (HistoryQuery) throws -> [CrampEvent]
  ) throws -> [CrampEvent] {
    var found: [CrampEvent] = []
    if let since {
      found += try events(HistoryQuery(until: since, filter: Self.filter(Self.state)))
      let from = since.advanced(bySeconds: -Self.longestSpan)
      found += try events(HistoryQuery(since: from, until: since, filter: Self.filter([.tone])))
    }
    if let until {
      let types = Self.course + Self.bounds
      let later = try events(HistoryQuery(since: until, filter: Self.filter(types)))
      found += later.filter { Self.bounds.contains($0.type) || belongs($0) }
    }
    return found
  }

  private func belongs(_ event: CrampEvent) -> Bool {
    if let session = event.text(.session), sessions.contains(session) { return true }
    return event.episode.map(episodes.contains) ?? false
  }

  private static func filter(_ types: [EventType]) -> EventFilter {
    EventFilter(types: types.map(\.rawValue))
  }
}
