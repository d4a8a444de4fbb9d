import EventJournal
import Logging

/// What everybody hears first: who the server is, and how things stand at a seq.
struct Greeting: Sendable {
  let seq: Int64
  let lines: [String]

  init(_ room: ServerRoom) {
    let journal = room.journal
    seq = journal.newestSeq
    let report = room.services.status()
    var episodes: [String] = []
    var trouble: String?
    do {
      episodes = try journal.reader.openEpisodeLines(asOf: seq).map(\.json)
    } catch {
      room.logger.error("\(error)")
      trouble = "open episodes are not known: \(error)"
    }
    let configuration = room.configuration
    let hello = JSONText.object([
      ("protocol", String(Message.protocolVersion)),
      ("version", JSONText.quoted(configuration.version)),
      ("instance", JSONText.quoted(configuration.instance)),
      ("seq", String(seq)),
      ("heartbeat_s", JSONText.seconds(configuration.heartbeat / .seconds(1))),
    ])
    let snapshot = JSONText.object([
      ("seq", String(seq)), ("sensors", report.sensors), ("channels", report.channels),
      ("episodes", JSONText.list(episodes)), ("session", report.session),
      ("message", trouble.map(JSONText.quoted)),
    ])
    lines = [Message.notification("hello", hello), Message.notification("snapshot", snapshot)]
  }
}
