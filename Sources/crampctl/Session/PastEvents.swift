import CrampHistory
import CrampModel
import EventJournal
import EventStream
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
      let events = try? await DaemonHistory(daemon).events(types)
    {
      return events
    }
    let filter = EventFilter(types: types.map(\.rawValue))
    return try HistoryJournal(path: journal.path).reader()
      .lines(query: HistoryQuery(filter: filter))
      .compactMap { try? JSONDecoder().decode(CrampEvent.self, from: Data($0.json.utf8)) }
  }
}

/// Events of the past as a daemon tells them.
struct DaemonHistory {
  /// No answer of the daemon has more.
  private static let most = 10_000
  private let daemon: Daemon

  init(_ daemon: Daemon) {
    self.daemon = daemon
  }

  /// Asks for the newest events of some types, the oldest of them first.
  func events(_ types: [EventType]) async throws -> [CrampEvent] {
    let question = Question(types: types.map(\.rawValue), limit: Self.most)
    let params = String(decoding: try JSONEncoder().encode(question), as: UTF8.self)
    let result = try await daemon.ask("history", params: params).result
    return try JSONDecoder().decode(Answer.self, from: Data(result.utf8)).events
      .compactMap(\.event)
  }

  private struct Question: Encodable {
    let types: [String]
    let limit: Int
  }

  private struct Answer: Decodable {
    let events: [Entry]
  }

  /// An event, unless it is one of a later version.
  private struct Entry: Decodable {
    let event: CrampEvent?

    init(from decoder: any Decoder) throws {
      event = try? CrampEvent(from: decoder)
    }
  }
}
