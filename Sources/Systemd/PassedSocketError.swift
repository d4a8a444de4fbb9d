/// Why what the service manager passed cannot be used.
public enum PassedSocketError: Error, Hashable, Sendable {
  /// A variable of the environment says something impossible.
  case variable(name: String, value: String)
  /// There are not as many names as descriptors.
  case names(count: Int, descriptors: Int)
  /// A descriptor is not open.
  case notOpen(PassedSocket)
  /// A descriptor is no socket.
  case notASocket(PassedSocket)
  /// A socket is not of the Unix family.
  case family(PassedSocket)
  /// A socket is not a stream socket.
  case type(PassedSocket)
  /// A socket does not listen.
  case notListening(PassedSocket)
}

extension PassedSocketError: CustomStringConvertible {
  /// One line: what was passed, and what is wrong with it.
  public var description: String {
    switch self {
    case .variable(let name, let value):
      "passed sockets: \(name)=\(JournalEntry.line(value)) is not a number of descriptors"
    case .names(let count, let descriptors):
      "passed sockets: LISTEN_FDNAMES has \(count) names for \(descriptors) descriptors"
    case .notOpen(let socket): "\(socket): not open"
    case .notASocket(let socket): "\(socket): not a socket"
    case .family(let socket): "\(socket): not a Unix socket; use ListenStream= with a path"
    case .type(let socket): "\(socket): not a stream socket; use ListenStream="
    case .notListening(let socket): "\(socket): does not listen; use Accept=no"
    }
  }
}
