/// What went wrong with a journal, in one line: operation, path, cause.
public struct JournalError: Error, Hashable, CustomStringConvertible {
  /// What was being done, such as `append 3 events`.
  public let operation: String
  /// The journal's file.
  public let path: String
  /// The cause, in the words of SQLite or of the operating system.
  public let message: String
  /// Whether the events are kept in memory and will be written when that is possible again.
  public let isWaiting: Bool

  /// Names a failed operation.
  public init(operation: String, path: String, message: String, isWaiting: Bool = false) {
    self.operation = operation
    self.path = path
    self.message = message
    self.isWaiting = isWaiting
  }

  /// `append 3 events to the journal /var/lib/crampd/journal.sqlite: disk I/O error`.
  public var description: String {
    "\(operation) in the journal \(path): \(message)"
  }
}
