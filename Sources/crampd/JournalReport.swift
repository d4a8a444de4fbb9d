import EventJournal

/// What the daemon tells of its journal; members are named as in the status answer.
struct JournalReport: Encodable {
  let path: String
  /// `writing`, or `waiting` where events cannot be written.
  let state: String
  let message: String?
  let waiting: Int
  let dropped: Int
  let oldest: Int64?
  let bytes: Int
  let copyBytes: Int
  let copyMessage: String?
  let commits: Int
  let lastCommit: Double
  let worstCommit: Double

  enum CodingKeys: String, CodingKey {
    case path, state, message, waiting, dropped, oldest, bytes, commits
    case copyBytes = "copy_bytes"
    case copyMessage = "copy_message"
    case lastCommit = "last_commit_s"
    case worstCommit = "worst_commit_s"
  }

  init(_ journal: EventJournal) {
    let health = journal.health
    path = journal.path
    state = health.trouble == nil ? "writing" : "waiting"
    message = health.trouble?.message
    waiting = health.waiting
    dropped = health.dropped
    oldest = health.oldestSeq
    bytes = health.bytes
    copyBytes = health.copyBytes
    copyMessage = health.copyTrouble?.message
    commits = health.commits
    lastCommit = Self.seconds(health.lastCommit)
    worstCommit = Self.seconds(health.worstCommit)
  }

  private static func seconds(_ duration: Duration) -> Double {
    (duration / .seconds(1) * 1e6).rounded() / 1e6
  }
}
