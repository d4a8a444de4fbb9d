public import CrampModel
import Glibc

/// What the checks look at: one machine, one user, one daemon.
///
/// A test gives another tree of files and other commands.
public struct Machine: Sendable {
  /// What stands before the places of the system; empty for the running one.
  public var root = ""
  /// Who asks.
  public var person: Person
  /// The daemon's socket.
  public var socket: String
  /// The directory of the journal.
  public var stateDirectory: String
  /// The daemon's configuration.
  public var configuration = "/etc/crampd/crampd.yaml"
  /// The program of the daemon, which is asked about the configuration.
  public var daemon: String
  /// The version that the daemon should have.
  public var version = CrampdVersion.current
  /// Whether the socket or the journal was named by the person, so that the system's service is
  /// not what is meant.
  public var isChosen = false
  /// Runs commands that only look.
  public var commands: Commands
  /// The wall clock, and whether it is set by a time server; `nil` if nobody knows.
  public var clock: @Sendable () -> (now: Timestamp, isSynchronised: Bool?)

  /// Names the machine that is looked at.
  public init(
    person: Person,
    socket: String,
    stateDirectory: String,
    daemon: String,
    commands: Commands,
    clock: @escaping @Sendable () -> (now: Timestamp, isSynchronised: Bool?)
  ) {
    self.person = person
    self.socket = socket
    self.stateDirectory = stateDirectory
    self.daemon = daemon
    self.commands = commands
    self.clock = clock
  }

  /// The place of a file of the system.
  func place(_ path: String) -> String { root + path }

  /// What the file system says of a file of the system; `nil` if it is not to be seen.
  func status(_ path: String) -> FileStatus? { try? FileStatus(place(path)) }

  /// The text of a file of the system, of bounded length; `nil` if it cannot be read.
  func text(_ path: String) -> String? {
    bytes(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The first bytes of a file of the system.
  func bytes(_ path: String, atMost most: Int = 1 << 20) -> [UInt8]? {
    try? SmallFile.read(place(path), atMost: most)
  }

  /// The names in a directory of the system, in order.
  func names(in path: String) -> [String] {
    (try? Directory.names(in: place(path))) ?? []
  }

  /// Where a link points; `nil` if it is none.
  func target(of path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe buffer.withUnsafeMutableBytes { raw in
      guard let start = raw.baseAddress else { return 0 }
      return unsafe readlink(place(path), start.assumingMemoryBound(to: CChar.self), raw.count)
    }
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }

  /// Whether the machine was started by systemd (sd_booted(3)).
  var hasSystemd: Bool { status("/run/systemd/system")?.kind == .directory }

  /// The command with what an ordinary user has to put before it.
  func asRoot(_ command: String) -> String { person.isRoot ? command : "sudo " + command }
}
