import CrampModel
import EventJournal
import Foundation

/// Past events, from the journal's file or, where that is not for this user, from the daemon.
struct HistoryEvents {
  /// The journal's file.
  let journal: String
  /// The daemon's socket; `nil` where a person named the file.
  let socket: String?

  /// Reads the events of some types, the oldest first.
  ///
  /// - Parameters:
  ///   - types: Names or patterns.
  ///   - since: The earliest time; `nil` for all.
  /// - Returns: Those that this version of crampctl knows.
  /// - Throws: ``Failure`` if neither the file nor the daemon gives them.
  func read(_ types: [String], since: Timestamp? = nil) async throws -> [CrampEvent] {
    let reader: JournalReader
    do {
      reader = try HistoryJournal(path: journal).reader()
    } catch let failure as Failure {
      guard let socket,
        let events = try? await DaemonHistory(Daemon(path: socket)).events(types, since: since)
      else {
        throw failure
      }
      return events
    }
    let query = HistoryQuery(since: since, filter: EventFilter(types: types))
    return try reader.lines(query: query).compactMap { Self.event($0.json) }
  }

  private static func event(_ json: String) -> CrampEvent? {
    try? JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8))
  }
}
