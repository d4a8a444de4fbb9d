import CLinux
import Glibc

/// A descriptor that the service manager has opened for us.
public struct PassedSocket: Hashable, Sendable, CustomStringConvertible {
  /// `FileDescriptorName=` of its unit, else the unit's name; `unknown` if nobody says.
  public let name: String
  /// The descriptor.
  public let descriptor: CInt

  /// One line for people.
  public var description: String {
    "passed socket \(JournalEntry.line(name)) (descriptor \(descriptor))"
  }
}

/// The descriptors that the service manager has passed to this process (sd_listen_fds(3)).
public struct PassedSockets: Sendable {
  /// All of them, in the order of their units.
  public let sockets: [PassedSocket]

  /// The first descriptor that is passed, after standard input, output and error.
  static let firstDescriptor: CInt = 3
  /// More than any unit passes; the limit of one message on a Unix socket is 253.
  static let maximumCount = 1_024

  /// Takes what was passed to this process, and removes the variables so that no child takes it.
  ///
  /// Call it before there are other threads: the environment is not theirs to share.
  ///
  /// - Returns: What was passed; nothing, if the variables are meant for another process.
  /// - Throws: ``PassedSocketError`` if the variables make no sense or a descriptor is not open.
  public static func fromEnvironment() throws(PassedSocketError) -> Self {
    var variables: [String: String] = [:]
    for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PIDFDID"] {
      variables[name] = getenv(name).map { String(cString: $0) }
      unsetenv(name)
    }
    let passed = try Self(variables: variables, process: getpid())
    for socket in passed.sockets { try socket.closeOnExec() }
    return passed
  }

  /// Reads the variables; looks at no descriptor.
  init(variables: [String: String], process: pid_t) throws(PassedSocketError) {
    guard let owner = variables["LISTEN_PID"], let text = variables["LISTEN_FDS"] else {
      sockets = []
      return
    }
    guard owner == String(process) else {
      guard pid_t(owner) != nil else {
        throw .variable(name: "LISTEN_PID", value: owner)
      }
      sockets = []
      return
    }
    guard let count = Int(text), (0...Self.maximumCount).contains(count) else {
      throw .variable(name: "LISTEN_FDS", value: text)
    }
    let names = try Self.names(variables["LISTEN_FDNAMES"], count: count)
    sockets = zip(names, Self.firstDescriptor...).map { PassedSocket(name: $0, descriptor: $1) }
  }

  /// Finds the socket to listen on.
  ///
  /// - Parameter name: The name that is preferred; without one of that name it is the first.
  /// - Returns: The socket, a listening Unix stream socket; `nil` if none was passed.
  /// - Throws: ``PassedSocketError`` if it is not one to listen on.
  public func listener(named name: String) throws(PassedSocketError) -> PassedSocket? {
    guard let socket = sockets.first(where: { $0.name == name }) ?? sockets.first else {
      return nil
    }
    try socket.requireListener()
    return socket
  }

  private static func names(
    _ text: String?,
    count: Int
  ) throws(PassedSocketError) -> [String] {
    guard let text, count > 0 else { return Array(repeating: "unknown", count: count) }
    let names = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard names.count == count else { throw .names(count: names.count, descriptors: count) }
    return names
  }
}

extension PassedSocket {
  /// Keeps the descriptor from the programs that we start.
  func closeOnExec() throws(PassedSocketError) {
    let flags = fcntl(descriptor, F_GETFD)
    guard flags >= 0, fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) == 0 else {
      throw .notOpen(self)
    }
  }

  /// Checks that clients of a stream can connect to it.
  func requireListener() throws(PassedSocketError) {
    guard try option(SO_DOMAIN) == AF_UNIX else { throw .family(self) }
    guard try option(SO_TYPE) == CInt(SOCK_STREAM.rawValue) else { throw .type(self) }
    guard try option(SO_ACCEPTCONN) != 0 else { throw .notListening(self) }
  }

  /// Where clients connect: a path, or `@` and an abstract name; `nil` if nobody can.
  public var address: String? {
    var address = sockaddr_un()
    var length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    guard code == 0, let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) else {
      return nil
    }
    let bytes = withUnsafeBytes(of: address) { Array($0.prefix(Int(length)).dropFirst(start)) }
    guard let first = bytes.first else { return nil }
    guard first == 0 else { return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    return "@" + String(decoding: bytes.dropFirst(), as: UTF8.self)
  }

  private func option(_ name: CInt) throws(PassedSocketError) -> CInt {
    var value: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    guard getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 else {
      if errno == EBADF { throw .notOpen(self) }
      throw .notASocket(self)
    }
    return value
  }
}
