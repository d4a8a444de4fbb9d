import Logging
import Systemd

/// The socket that the service manager has made for the daemon's clients.
enum DaemonSocket {
  /// The name of the socket in its unit, `FileDescriptorName=events`.
  static let name = "events"

  /// Takes the socket that was passed; `nil` if none was, so that the daemon makes its own.
  ///
  /// - Throws: ``PassedSocketError`` if what was passed is no socket to listen on.
  static func passed(_ configuration: Configuration, logger: Logger) throws -> PassedSocket? {
    guard let socket = try PassedSockets.fromEnvironment().listener(named: name) else {
      return nil
    }
    let ignored = configuration.socketPath.map { "; the path \($0) is ignored" } ?? ""
    logger.notice("listening on the \(socket)\(ignored)")
    return socket
  }
}
