import CrampHistory
import CrampModel
import EventJournal
import Foundation

/// Events of the past, from the daemon or from the journal's file.
struct PastEvents {
  /// The types that sessions are told by.
  static let ofSessions = SessionHistory.types
  /// The types that episodes and what people say of them are told by.
  static let ofEpisodes: [EventType] = [
    .crampOnset, .crampSuspected, .crampRelease, .crampDismissed, .episodeLabelled,
  ]

  let journal: JournalArguments
  let socket: SocketArguments

  /// Reads events of some types, oldest first: from the file where one is named, else from the
  /// daemon, else from the file where it would be.
  func read(_ types: [EventType]) async throws -> [CrampEvent] {
    let daemon = Daemon(path: socket.path)
    if !journal.isNamed, unsafe access(daemon.path, R_OK | W_OK) == 0,
      let events = try? await DaemonHistory(daemon).events(types.map(\.rawValue))
    {
      return events
    }
    let filter = EventFilter(types: types.map(\.rawValue))
    return try HistoryJournal(path: journal.path).reader()
      .lines(query: HistoryQuery(filter: filter))
      .compactMap { try? JSONDecoder().decode(CrampEvent.self, from: Data($0.json.utf8)) }
  }
}
