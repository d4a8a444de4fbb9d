public import CrampModel

/// How the journal does.
public struct JournalHealth: Hashable, Sendable {
  /// Something that keeps the journal from its work, and since when.
  public struct Trouble: Hashable, Sendable {
    /// The cause in one line.
    public let message: String
    /// When it began, by the wall clock.
    public let since: Timestamp
  }

  /// Why events cannot be written; `nil` if they can.
  public internal(set) var trouble: Trouble?
  /// Why the copy beside the journal lags behind, which stops nothing; `nil` if it does not.
  public internal(set) var copyTrouble: Trouble?
  /// How many events wait in memory.
  public internal(set) var waiting = 0
  /// How many events were lost in this run because memory for waiting ones was full.
  public internal(set) var dropped = 0
  /// How many transactions were written in this run.
  public internal(set) var commits = 0
  /// How many events were written in this run.
  public internal(set) var events = 0
  /// How many events retention removed in this run.
  public internal(set) var removed = 0
  /// How long the last transaction took until it was durable.
  public internal(set) var lastCommit = Duration.zero
  /// How long the slowest transaction took.
  public internal(set) var worstCommit = Duration.zero
  /// The size of the journal's file with its log, without the copy.
  public internal(set) var bytes = 0
  /// The size of the copy.
  public internal(set) var copyBytes = 0
  /// The oldest seq that is kept; `nil` if none is.
  public internal(set) var oldestSeq: Int64?

  mutating func count(commitOf events: Int, took duration: Duration) {
    commits += 1
    self.events += events
    lastCommit = duration
    worstCommit = max(worstCommit, duration)
  }
}
