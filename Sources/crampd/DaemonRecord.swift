import CrampModel
import EventJournal
import Logging
import ServiceLifecycle

/// Writes the daemon's own beginning and end into the journal.
struct DaemonRecord: Service {
  let journal: EventJournal
  let logger: Logger

  /// This run's first event, where the cramps that the last run left open could not be read.
  private var unreadBefore: EventID?

  /// Records in a journal.
  init(journal: EventJournal, logger: Logger) {
    self.journal = journal
    self.logger = logger
  }

  /// Tells of the start, of a journal that was mended in its place, and of cramps that the last
  /// run left open.
  mutating func begin() {
    var events: [CrampEvent] = []
    if let recovery = journal.recovery, !recovery.isTold {
      let message = EventDetail(.message, .text(recovery.message))
      events.append(LiveEvents.event(.journalRecovered, details: [message]))
    }
    let version = EventDetail(.version, .text(CrampdVersion.current))
    let start = LiveEvents.event(.daemonStarted, details: [version])
    events.append(start)
    do {
      let open = try journal.reader.openEpisodes(asOf: journal.newestSeq)
      events += open.map(Self.release(ofAbandoned:))
    } catch {
      unreadBefore = start.id
      logger.error("\(error)")
    }
    journal.post(events)
  }

  /// Waits for the end and tells of it.
  func run() async throws {
    if let unreadBefore {
      await cancelWhenGracefulShutdown { await releaseAbandoned(before: unreadBefore) }
    }
    try? await gracefulShutdown()
    let version = EventDetail(.version, .text(CrampdVersion.current))
    do {
      // Durable before clients are sent away, so that they still hear of it.
      _ = try await journal.append([LiveEvents.event(.daemonStopped, details: [version])])
    } catch {
      logger.error("\(error)")
    }
  }

  /// Closes what the last run left open as soon as the journal can be read and this run's first
  /// event is in it, so that no cramp of this run is closed.
  private func releaseAbandoned(before start: EventID) async {
    let query = HistoryQuery(
      filter: EventFilter(types: [EventType.daemonStarted.rawValue]),
      limit: 1,
      ascending: false
    )
    var mark = journal.mark
    while true {
      if !mark.trouble,
        let first = try? journal.reader.events(query: query).first, first.id == start,
        let open = try? journal.reader.openEpisodes(asOf: first.seq - 1)
      {
        return journal.post(open.map(Self.release(ofAbandoned:)))
      }
      guard let news = await journal.news(after: mark) else { return }
      mark = news
    }
  }

  /// A cramp whose end nobody saw is closed where it was last known to be open.
  private static func release(ofAbandoned onset: CrampEvent) -> CrampEvent {
    var release = LiveEvents.event(
      onset.type == .crampSuspected ? .crampDismissed : .crampRelease,
      sensor: onset.sensor,
      channel: onset.channel,
      episode: onset.episode,
      time: onset.detected,
      details: [
        EventDetail(.duration, .number(max(0, onset.detected.seconds(since: onset.time)))),
        EventDetail(.reason, .text("shutdown")),
        EventDetail(.message, .text("the daemon ended unexpectedly; the end was not seen")),
      ]
    )
    release.modality = onset.modality
    return release
  }
}
