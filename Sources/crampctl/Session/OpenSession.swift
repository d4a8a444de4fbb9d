import CrampHistory
import CrampModel
import Foundation

/// The session that a daemon says is open.
struct OpenSession: Decodable {
  let session: String
  let name: String
  let kind: String
  let since: String

  /// Reads a snapshot or a status; `nil` if no session is open.
  init?(snapshot json: String) {
    let part = try? JSONDecoder().decode(Part.self, from: Data(json.utf8))
    guard let open = part?.session else { return nil }
    self = open
  }

  /// Whether another one cannot begin beside it.
  func isFresh(at now: Timestamp) -> Bool {
    Timestamp(rfc3339: since).map { now.seconds(since: $0) <= Session.longest } ?? true
  }

  private struct Part: Decodable {
    let session: OpenSession?
  }
}

extension Failure {
  /// A refusal of the daemon, whose message begins with the method already.
  static let refusal: @Sendable (Int, String) -> Failure = { _, message in Failure(message) }
}
