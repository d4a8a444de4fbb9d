public import CrampModel

/// The sessions that a journal tells of.
public struct SessionHistory: Hashable, Sendable {
  /// The types of event that it is made of.
  public static let types: [EventType] = [
    .sessionStarted, .sessionCramp, .sessionChannel, .sessionEnded, .marker,
  ]

  /// The sessions, oldest first; one that is open has no end, and no cramps and channels yet.
  public private(set) var sessions: [SessionSummary] = []
  private var ends: [EventID: Timestamp] = [:]

  /// Reads events; those of other types are passed over.
  ///
  /// - Parameter events: Events by seq.
  public init(_ events: [CrampEvent]) {
    // Marks may have been made until it was noticed that a session was forgotten.
    for event in events where event.type == .sessionEnded {
      guard event.text(.reason) == SessionSummary.Reason.forgotten.rawValue,
        let id = event.text(.session).flatMap(EventID.init(_:))
      else { continue }
      ends[id] = event.time
    }
    for event in events { note(event) }
    for index in sessions.indices { sessions[index].countMovements() }
  }

  /// The session that is open, if one is.
  public var open: SessionSummary? {
    sessions.last.flatMap { $0.end == nil ? $0 : nil }
  }

  private mutating func note(_ event: CrampEvent) {
    if let session = Session(event) {
      sessions.append(SessionSummary(session: session, end: nil, reason: nil))
      return
    }
    guard let index = index(of: event) else { return }
    switch event.type {
    case .sessionCramp: sessions[index].addCramp(event)
    case .sessionChannel: sessions[index].addChannel(event)
    case .sessionEnded:
      sessions[index].end = event.time
      sessions[index].reason = event.text(.reason).flatMap(SessionSummary.Reason.init(rawValue:))
    case .marker where event.time <= ends[sessions[index].session.id] ?? event.time:
      sessions[index].addRepetition(event)
    default: break
    }
  }

  /// The session that an event belongs to; the first sessions had no identity but their names.
  private func index(of event: CrampEvent) -> Int? {
    if let id = event.text(.session).flatMap(EventID.init(_:)) {
      return sessions.lastIndex { $0.session.id == id }
    }
    guard event.type == .sessionEnded, let name = event.text(.name) else { return nil }
    return sessions.lastIndex { $0.session.name == name && $0.end == nil }
  }
}

extension SessionSummary {
  fileprivate mutating func addCramp(_ event: CrampEvent) {
    guard let episode = event.episode else { return }
    cramps.append(
      Cramp(
        place: Place(event),
        episode: episode,
        onset: event.time,
        onsetAfter: event.number(.onsetAfter),
        letGo: event.number(.letGo),
        duration: event.number(.duration),
        peak: SessionLevel(event, .peakMicrovolts, .peak),
        movement: event.text(.text).flatMap { name in movements.firstIndex { $0.name == name } }
      )
    )
  }

  fileprivate mutating func addChannel(_ event: CrampEvent) {
    channels.append(
      Channel(
        place: Place(event),
        count: event.whole(.count),
        onsetAfter: event.number(.onsetAfter),
        letGo: event.number(.letGo),
        peak: SessionLevel(event, .peakMicrovolts, .peak),
        toneBefore: SessionLevel(event, .toneBeforeMicrovolts, .toneBefore),
        toneAfter: SessionLevel(event, .toneAfterMicrovolts, .toneAfter),
        repetitions: event.whole(.repetitions),
        crampsPerRepetition: event.number(.crampsPerRepetition)
      )
    )
  }

  fileprivate mutating func addRepetition(_ event: CrampEvent) {
    guard event.text(.cue) == SessionCue.repetition.word else { return }
    let name = event.text(.name) ?? ""
    if let index = movements.firstIndex(where: { $0.name == name }) {
      movements[index].repetitions += 1
    } else {
      movements.append(Movement(name: name, repetitions: 1, count: 0))
    }
  }

  /// Counts the cramps that came with each movement.
  mutating func countMovements() {
    for index in movements.indices {
      movements[index].count = Set(cramps.filter { $0.movement == index }.map(\.episode)).count
    }
  }
}

extension CrampEvent {
  /// A count; 0 if there is none of that name.
  fileprivate func whole(_ key: EventKey) -> Int {
    guard case .count(let count) = self[key] else { return 0 }
    return Int(clamping: max(0, count))
  }
}
