import CrampModel
import EventJournal
import Logging
import ServiceLifecycle

/// Writes the daemon's own beginning and end into the journal.
struct DaemonRecord: Service {
  let journal: EventJournal
  let logger: Logger

  /// Tells of the start, of a journal that was mended in its place, and of cramps that the last run left open.
  func begin() {
    var events: [CrampEvent] = []
    if let recovery = journal.recovery, !recovery.isTold {
      let message = EventDetail(.message, .text(recovery.message))
      events.append(LiveEvents.event(.journalRecovered, details: [message]))
    }
    let version = EventDetail(.version, .text(CrampdVersion.current))
    events.append(LiveEvents.event(.daemonStarted, details: [version]))
    do {
      let open = try journal.reader.openEpisodes(asOf: journal.newestSeq)
      events += open.map(Self.release(ofAbandoned:))
    } catch {
      logger.error("\(error)")
    }
    journal.post(events)
  }

  /// Waits for the end and tells of it.
  func run() async throws {
    try? await gracefulShutdown()
    let version = EventDetail(.version, .text(CrampdVersion.current))
    do {
      // Durable before clients are sent away, so that they still hear of it.
      _ = try await journal.append([LiveEvents.event(.daemonStopped, details: [version])])
    } catch {
      logger.error("\(error)")
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
