import CrampModel
import EventStream
import Foundation

/// Events of the past as a daemon tells them.
///
/// One answer has so many events at most, the newest. Where there are more, the time before and the
/// time from the middle one on are asked about each by itself, and so on.
struct DaemonHistory {
  /// No answer of the daemon has more.
  private static let most = 10_000
  /// How often it is asked at most: half a million events or so.
  private static let mostQuestions = 128

  private let daemon: Daemon
  private let limit: Int

  /// A history of a daemon; `limit` is how many events are asked for at a time.
  init(_ daemon: Daemon, limit: Int = most) {
    self.daemon = daemon
    self.limit = limit
  }

  /// Asks for the events of some types, in the order of their seq; says so if older ones are left
  /// out.
  ///
  /// - Parameters:
  ///   - types: Names or patterns.
  ///   - since: The earliest time; `nil` for all.
  /// - Returns: Those that this version of crampctl knows.
  /// - Throws: ``Failure`` if the daemon does not answer.
  func events(_ types: [String], since: Timestamp? = nil) async throws -> [CrampEvent] {
    let (events, isCut) = try await DividedHistory(limit: limit, most: Self.mostQuestions)
      .events(from: since) { try await ask(types, $0, $1) }
    if isCut { Diagnostics.warn("there are too many events to ask for; older ones are left out") }
    return events
  }

  /// One answer: its events, unless they are of a later version, and how many it had.
  private func ask(
    _ types: [String],
    _ since: Timestamp?,
    _ until: Timestamp?
  ) async throws -> DividedHistory.Answer {
    let question = Question(
      types: types,
      since: since?.description,
      until: until?.description,
      limit: limit
    )
    let params = String(decoding: try JSONEncoder().encode(question), as: UTF8.self)
    let result = try await daemon.ask("history", params: params).result
    let entries = try JSONDecoder().decode(Answer.self, from: Data(result.utf8)).events
    return (entries.compactMap(\.event), entries.count)
  }

  private struct Question: Encodable {
    let types: [String]
    let since: String?
    let until: String?
    let limit: Int
  }

  private struct Answer: Decodable {
    let events: [Entry]
  }

  private struct Entry: Decodable {
    let event: CrampEvent?

    init(from decoder: any Decoder) throws {
      event = try? CrampEvent(from: decoder)
    }
  }
}
