/// What became of a damaged journal.
public struct JournalRecovery: Hashable, Sendable {
  /// Where the damaged file is now; it is never deleted.
  public let setAside: String
  /// What was wrong with it, in SQLite's words.
  public let damage: String
  /// How many events were carried over.
  public let carried: Int
  /// How many seqs up to the newest one known have no event any more.
  public let lost: Int

  /// One line for a log or for the message of an event.
  public var message: String {
    "journal damaged (\(damage)): \(carried) events carried over, \(lost) lost, "
      + "the damaged file is \(setAside)"
  }
}
