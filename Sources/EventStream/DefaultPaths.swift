import Foundation

/// Where the socket and the journal are when nobody says otherwise.
///
/// A value of the environment that is empty counts as absent. Only the clients' members look at
/// the file system; the daemon's are a function of the environment and the user.
public struct DefaultPaths: Hashable, Sendable {
  /// The journal's file name in its directory.
  public static let journalName = "journal.sqlite"
  /// The socket of the system's daemon, as its unit makes it.
  public static let systemSocket = "/run/crampd/events.sock"
  /// The state directory of the system's daemon.
  public static let systemStateDirectory = "/var/lib/crampd"

  private let environment: [String: String]
  private let userID: UInt32
  /// What stands before the system's places; empty but for trees that are not the running system.
  private let root: String

  /// Answers for one environment and user.
  ///
  /// - Parameters:
  ///   - environment: The variables of the process.
  ///   - userID: The user, for the directory that stands in for a missing `XDG_RUNTIME_DIR`.
  ///   - root: What stands before the system's places that clients look at, such as another tree.
  public init(environment: [String: String], userID: UInt32, root: String = "") {
    self.environment = environment
    self.userID = userID
    self.root = root
  }

  /// Where the daemon listens: what is set, else systemd's directory, else the user's own.
  public var socket: String {
    value("CRAMPD_SOCKET") ?? first(of: "RUNTIME_DIRECTORY").map { $0 + "/events.sock" }
      ?? userSocket
  }

  /// Where the daemon keeps its journal: what is set, else systemd's directory, else the user's.
  public var stateDirectory: String {
    value("CRAMPD_STATE_DIR") ?? first(of: "STATE_DIRECTORY") ?? userStateDirectory
  }

  /// Where the daemon's configuration is, if there is one: systemd's directory, else `/etc/crampd`.
  public var configurationFile: String {
    (first(of: "CONFIGURATION_DIRECTORY") ?? "/etc/crampd") + "/crampd.yaml"
  }

  /// Whether the service manager has given the daemon a directory of the system's.
  public var isService: Bool { value("STATE_DIRECTORY") != nil }

  /// Where a client looks for the daemon: what is set, else the user's own daemon if it listens,
  /// else the system's if it has a socket, else where the user's own would be.
  public var existingSocket: String {
    if let chosen = value("CRAMPD_SOCKET") { return chosen }
    if isOwnDaemonThere { return userSocket }
    let isStranger = exists(userSocket) && !SocketProbe.isDirectoryOf(userID, userSocket)
    return exists(root + Self.systemSocket) || isStranger ? root + Self.systemSocket : userSocket
  }

  /// Where a client looks for the journal: what is set, else that of the user's own daemon if it
  /// runs, else the system's if there is one, else the user's.
  ///
  /// A system's journal that may not be read says so when it is opened; the user's own in its place
  /// would be an old one, and nobody would notice.
  public var existingStateDirectory: String {
    if let chosen = value("CRAMPD_STATE_DIR") { return chosen }
    if isOwnDaemonThere { return userStateDirectory }
    let system = root + Self.systemStateDirectory
    return exists(system) ? system : userStateDirectory
  }

  /// The socket that the environment names, if it does.
  public var namedSocket: String? { value("CRAMPD_SOCKET") }

  /// The directory of the journal that the environment names, if it does.
  public var namedStateDirectory: String? { value("CRAMPD_STATE_DIR") }

  /// Whether a socket is where the user's own daemon makes it.
  public func isOwn(_ socket: String) -> Bool { socket == userSocket }

  private var isOwnDaemonThere: Bool {
    exists(userSocket) && SocketProbe.isDirectoryOf(userID, userSocket)
      && SocketProbe.isListening(userSocket)
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private var userSocket: String {
    let directory = absolute("XDG_RUNTIME_DIR").map { $0 + "/crampd" } ?? "/tmp/crampd-\(userID)"
    return directory + "/events.sock"
  }

  private var userStateDirectory: String {
    let home = value("HOME") ?? NSHomeDirectory()
    return (absolute("XDG_STATE_HOME") ?? home + "/.local/state") + "/crampd"
  }

  private func value(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The XDG specification: "All paths must be absolute", others are to be ignored.
  private func absolute(_ name: String) -> String? {
    value(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// systemd lists several directories with colons between them; the first is ours.
  private func first(of name: String) -> String? {
    value(name)?.split(separator: ":").first.map(String.init)
  }
}
