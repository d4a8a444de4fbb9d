/// What became of a damaged journal.
public struct JournalRecovery: Hashable, Sendable {
  /// Where the damaged file is now, never deleted; `nil` if it was mended in its place.
  public let setAside: String?
  /// What was wrong with it, in SQLite's words.
  public let damage: String
  /// How many events a new file took over from the damaged one and from its copy.
  public let carried: Int
  /// How many of the events were there only thanks to the copy.
  public let restored: Int
  /// How many seqs up to the newest one known have no event any more.
  public let lost: Int

  /// Whether the journal holds an event that tells of it, as every new file does.
  public var isTold: Bool { setAside != nil }

  /// One line for a log or for the message of an event.
  public var message: String {
    guard let setAside else {
      return "journal damaged (\(damage)): \(restored) events restored from the copy, \(lost) lost"
    }
    return "journal damaged (\(damage)): \(carried) events carried over, \(restored) of them from "
      + "the copy, \(lost) lost, the damaged file is \(setAside)"
  }
}
