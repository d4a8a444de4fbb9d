import CrampHistory
import CrampModel

/// What the daemon tells of the session that is open; members are named as in the protocol.
struct SessionReport: Encodable {
  let session: String
  let name: String
  let kind: String
  let since: String

  init(_ session: Session) {
    self.session = session.id.description
    name = session.name
    kind = session.kind.rawValue
    since = session.since.description
  }
}
