import CrampModel
import EventJournal
import EventStream
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
      guard let socket, let events = try? await ask(Daemon(path: socket), types, since) else {
        throw failure
      }
      return events
    }
    let query = HistoryQuery(since: since, filter: EventFilter(types: types))
    return try reader.lines(query: query).compactMap { Self.event($0.json) }
  }

  private func ask(
    _ daemon: Daemon,
    _ types: [String],
    _ since: Timestamp?
  ) async throws -> [CrampEvent] {
    let question = Question(types: types, since: since?.description, limit: Self.mostEvents)
    let params = String(decoding: try JSONEncoder().encode(question), as: UTF8.self)
    let result = try await daemon.ask("history", params: params).result
    let answer = try JSONDecoder().decode(Answer.self, from: Data(result.utf8))
    if answer.events.count == Self.mostEvents {
      Diagnostics.warn(
        "the daemon gives \(Self.mostEvents) events at most; older ones are left out"
      )
    }
    return answer.events.compactMap(\.event)
  }

  private static func event(_ json: String) -> CrampEvent? {
    try? JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8))
  }

  /// No answer holds more.
  private static let mostEvents = 10_000

  private struct Question: Encodable {
    let types: [String]
    let since: String?
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
