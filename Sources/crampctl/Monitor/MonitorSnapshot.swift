import CrampHistory
import CrampModel
import Foundation

/// How things stand at a connection; members are named as in the protocol.
struct MonitorSnapshot: Decodable {
  struct Sensor: Decodable {
    let sensor: String
    let state: String?
    let message: String?

    /// A daemon that does not say is taken at its best.
    var isStreaming: Bool { state == nil || state == "streaming" }
  }

  struct Channel: Decodable {
    let channel: String
    let sensor: String?
    let muscle: String?
  }

  /// A session that is open.
  struct Session: Decodable {
    let session: String
    let name: String?
    let kind: String?
    let since: String?
  }

  let sensors: [Sensor]
  let channels: [Channel]
  let episodes: [CrampEvent]
  let session: Session?
  let message: String?

  /// Reads the parameters of a notification; `nil` where they are none.
  init?(json: String) {
    guard let snapshot = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else {
      return nil
    }
    self = snapshot
  }
}

/// A session that goes on.
struct MonitorSession: Equatable {
  /// Its identity.
  let id: String
  let name: String
  let kind: String?
  let since: Timestamp?

  init(_ session: MonitorSnapshot.Session) {
    id = session.session
    name = session.name ?? ""
    kind = session.kind
    since = session.since.flatMap { Timestamp(rfc3339: $0) }
  }

  init(_ event: CrampEvent) {
    id = event.id.description
    name = event.text(.name) ?? ""
    kind = event.text(.kind)
    since = event.time
  }
}
