import CLinux
import CrampModel
import EventStream
import Foundation

extension Machine {
  /// The machine, the user and the places of this process.
  ///
  /// - Parameters:
  ///   - socket: The daemon's socket, if one was named.
  ///   - stateDirectory: The directory of the journal, if one was named.
  /// - Returns: What the checks are to look at.
  public static func ofThisProcess(socket: String?, stateDirectory: String?) -> Self {
    let environment = ProcessInfo.processInfo.environment
    let paths = DefaultPaths(environment: environment, userID: geteuid())
    var machine = Self(
      person: .ofThisProcess,
      socket: socket ?? paths.existingSocket,
      stateDirectory: stateDirectory ?? paths.existingStateDirectory,
      daemon: daemonProgram,
      commands: .ofThisMachine,
      clock: { (now, crampd_clock_is_synchronised() == 1) }
    )
    if let path = environment["CRAMPD_CONFIG"], !path.isEmpty { machine.configuration = path }
    let isNamed = [socket, stateDirectory, paths.namedSocket, paths.namedStateDirectory]
      .contains { $0 != nil }
    let isOwn = paths.isOwn(machine.socket)
    if isNamed || (isOwn && machine.isThere(machine.socket)) {
      machine.isChosen = machine.socket != DefaultPaths.systemSocket
    } else if isOwn, units.contains(where: machine.isThere(_:)) {
      // Nothing listens anywhere, but what should is known.
      machine.socket = DefaultPaths.systemSocket
      machine.stateDirectory = DefaultPaths.systemStateDirectory
    }
    return machine
  }

  private func isThere(_ path: String) -> Bool { (try? FileStatus(path)) != nil }

  /// Where a package or a person puts the unit (systemd.unit(5)).
  private static let units = ["/etc", "/usr/lib", "/lib"].map {
    $0 + "/systemd/system/crampd.service"
  }

  private static var now: Timestamp {
    Timestamp(microseconds: Int64((Date.now.timeIntervalSince1970 * 1e6).rounded()))
  }

  /// The daemon beside this program, else where the system has it.
  private static var daemonProgram: String {
    let here = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let beside = URL(fileURLWithPath: here).deletingLastPathComponent().appending(path: "crampd")
    return FileManager.default.isExecutableFile(atPath: beside.path)
      ? beside.path : "/usr/bin/crampd"
  }
}
