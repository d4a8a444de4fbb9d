/// What went wrong with a socket, in one line: operation, path, cause.
public struct EventStreamError: Error, Hashable, CustomStringConvertible {
  /// What was being done, such as `listen`.
  public let operation: String
  /// The socket's path.
  public let path: String
  /// The cause.
  public let message: String

  /// Names a failed operation.
  public init(operation: String, path: String, message: String) {
    self.operation = operation
    self.path = path
    self.message = message
  }

  /// `listen on the socket /run/crampd/events.sock: already in use by a running daemon`.
  public var description: String {
    "\(operation) on the socket \(path): \(message)"
  }
}
