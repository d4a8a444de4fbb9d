import CrampDetection
import CrampHistory
import CrampModel
import EventJournal
import EventStream
import Logging
import ServiceLifecycle
import Synchronization

/// Keeps the session that is open, and what people say in it and of episodes.
///
///     closed ── start ──▶ open ── stop, or forgotten for a day ──▶ closed
///
/// The journal alone says which session is open, so that one outlives a restart of the daemon.
actor SessionKeeper: Service {
  /// A session, and the seq of its beginning.
  struct Opened: Sendable {
    let session: Session
    let seq: Int64
  }

  /// How often it looks whether a session was forgotten.
  private static let round = Duration.seconds(3_600)

  let journal: EventJournal
  let logger: Logger
  private let parts: DaemonParts
  private let current: Mutex<Opened?>
  /// Whether a session is just beginning or ending.
  private var isChanging = false
  private var clock: SessionClock

  /// Takes up the session that the journal knows to be open.
  init(_ parts: DaemonParts) {
    self.parts = parts
    journal = parts.journal
    logger = parts.logger
    clock = SessionClock(after: parts.journal.newestSeq)
    var opened: Opened?
    do {
      opened = try SessionEvents(journal: parts.journal).open().map {
        Opened(session: $0.session, seq: $0.seq)
      }
    } catch {
      parts.logger.error("which session is open is not known", metadata: ["cause": "\(error)"])
    }
    current = Mutex(opened)
    parts.board.use(sessionProfile: opened?.session.kind.profile)
  }

  /// The session that is open.
  nonisolated var session: Session? { current.withLock { $0?.session } }

  /// The same as clients reach it.
  nonisolated var desk: SessionDesk {
    SessionDesk { request in
      do throws(SessionRefusal) {
        switch request {
        case .mark(let text, let cue, let name):
          return .success(try await self.mark(text, cue: cue, name: name))
        case .start(let name, let kind):
          return .success(try await self.start(name, kind: kind))
        case .stop(let name): return .success(try await self.stop(name))
        case .label(let label): return .success(try await self.label(label))
        }
      } catch {
        return .failure(error)
      }
    }
  }

  /// Ends a session that nobody has ended for a day, until the daemon stops.
  func run() async throws {
    await cancelWhenGracefulShutdown { await self.watch() }
  }

  private func watch() async {
    repeat {
      if let opened, opened.session.isForgotten(at: LiveEvents.now), !isChanging {
        isChanging = true
        _ = try? await end(opened, .forgotten)
        isChanging = false
      }
    } while (try? await Task.sleep(for: Self.round)) != nil
  }

  private var opened: Opened? { current.withLock { $0 } }

  // MARK: Marks

  private func mark(
    _ text: String,
    cue: String?,
    name: String?
  ) async throws(SessionRefusal) -> SessionAnswer {
    if let cue, SessionCue(cue) == nil {
      throw SessionRefusal(.badRequest, "cue: not a word of small letters, such as relax")
    }
    guard cue != SessionCue.repetition.word || name != nil else {
      throw SessionRefusal(.badRequest, "name: missing: a repetition needs that of its movement")
    }
    if session != nil { noteClocks() }
    // Its spans of tone end with the next samples, which the person does not wait for.
    let beginsPhase = cue.flatMap(SessionCue.init(_:))?.beginsPhase ?? false
    await parts.toneBell.ring(beginsPhase ? .mark : .passingMark, within: .zero)
    let details = [
      EventDetail(.text, .text(text)), cue.map { EventDetail(.cue, .text($0)) },
      name.map { EventDetail(.name, .text($0)) },
      session.map { EventDetail(.session, .text($0.id.description)) },
    ]
    return try await write([LiveEvents.event(.marker, details: details.compactMap(\.self))])
  }

  /// Notes where recordings and simulations are, whose samples have a time of their own.
  private func noteClocks() {
    let now = LiveEvents.now
    for status in parts.sensors.all where !status.isOver {
      guard let time = status.recordedTime else { continue }
      clock.note(time, of: status.stream.sensor, at: now)
    }
  }

  // MARK: Sessions

  private func start(
    _ name: String,
    kind word: String?
  ) async throws(SessionRefusal) -> SessionAnswer {
    guard let kind = word.map(SessionKind.init(rawValue:)) ?? .other else {
      let kinds = SessionKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw SessionRefusal(.badRequest, "kind: none of \(kinds)")
    }
    try beginChange()
    defer { isChanging = false }
    if let opened {
      guard opened.session.isForgotten(at: LiveEvents.now) else {
        throw SessionRefusal(
          .otherSession,
          "session \"\(opened.session.name)\" is open; `crampctl session stop` ends it"
        )
      }
      _ = try await end(opened, .forgotten)
    }
    await parts.toneBell.ring(.session)
    let event = LiveEvents.event(
      .sessionStarted,
      details: [EventDetail(.name, .text(name)), EventDetail(.kind, .text(kind.rawValue))]
    )
    clock.clear()
    noteClocks()
    let before = journal.newestSeq
    var answer = try await write([event])
    let session = Session(id: event.id, name: name, kind: kind, since: event.time)
    take(Opened(session: session, seq: answer.seq ?? before))
    answer.session = event.id.description
    return answer
  }

  private func stop(_ name: String?) async throws(SessionRefusal) -> SessionAnswer {
    guard let opened else {
      throw SessionRefusal(
        .otherSession,
        "no session is open; `crampctl session start NAME` begins one"
      )
    }
    guard name == nil || name == opened.session.name else {
      throw SessionRefusal(.otherSession, "the open session is \"\(opened.session.name)\"")
    }
    try beginChange()
    defer { isChanging = false }
    return try await end(opened, .person)
  }

  private func beginChange() throws(SessionRefusal) {
    guard !isChanging else {
      throw SessionRefusal(.busy, "another client is beginning or ending a session; try again")
    }
    isChanging = true
  }

  /// Ends a session: what it was for is told together with its end.
  private func end(
    _ opened: Opened,
    _ reason: SessionSummary.Reason
  ) async throws(SessionRefusal) -> SessionAnswer {
    noteClocks()
    await parts.toneBell.ring(.session)
    let now = LiveEvents.now
    // Nobody can mean more than a day.
    let end =
      reason == .forgotten
      ? opened.session.since.advanced(bySeconds: Session.longest) : now
    let summary = await summary(of: opened, end: end, reason)
    var answer = try await write(
      summary.events(at: now) { LiveEvents.event(.sessionEnded).id }
    )
    take(nil)
    clock.clear()
    answer.session = opened.session.id.description
    return answer
  }

  private func summary(
    of opened: Opened,
    end: Timestamp,
    _ reason: SessionSummary.Reason
  ) async -> SessionSummary {
    let source = SessionEvents(journal: journal)
    await source.settle()
    var told: (events: [CrampEvent], earlier: [CrampEvent]) = ([], [])
    do {
      told = (
        try await source.events(after: opened.seq), try source.earlierTone(through: opened.seq)
      )
    } catch {
      // It ends all the same; the journal says later what it was for.
      logger.error("a session cannot be summed up", metadata: ["cause": "\(error)"])
    }
    return SessionSummary(
      of: opened.session,
      events: told.events,
      earlier: told.earlier,
      places: places,
      end: end,
      reason: reason,
      clock: clock
    )
  }

  private var places: [SessionSummary.Place] {
    parts.sensors.all.filter { !$0.isOver }.flatMap { status in
      status.stream.channels.map { channel in
        SessionSummary.Place(
          sensor: status.stream.sensor,
          channel: channel.name,
          modality: channel.modality
        )
      }
    }
  }

  private func take(_ opened: Opened?) {
    current.withLock { $0 = opened }
    parts.board.use(sessionProfile: opened?.session.kind.profile)
  }

  /// Writes events; the answer has the seq of the last.
  func write(_ events: [CrampEvent]) async throws(SessionRefusal) -> SessionAnswer {
    do {
      return SessionAnswer(seq: try await journal.append(events).last?.seq)
    } catch {
      guard error.isWaiting else { throw SessionRefusal(.trouble, error.description) }
      return SessionAnswer(waiting: error.message)
    }
  }
}
