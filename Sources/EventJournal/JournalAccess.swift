/// Who may read the journal's files beside their owner; nobody else may write them.
public enum JournalAccess: Hashable, Sendable {
  /// Nobody: mode 0600, as for a daemon that a person runs.
  case owner
  /// The files' group: mode 0640, as for a daemon of the system.
  case group

  /// The mode that the journal's file gets, whatever the mask of the process.
  var mode: UInt32 {
    switch self {
    case .owner: 0o600
    case .group: 0o640
    }
  }
}
