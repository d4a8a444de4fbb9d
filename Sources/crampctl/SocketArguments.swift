import ArgumentParser
import EventStream
import Foundation

/// Where the daemon is.
struct SocketArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The daemon's socket. Default: $CRAMPD_SOCKET, else the user's own daemon if it runs, else \
      \(DefaultPaths.systemSocket).
      """,
      valueName: "path"
    ),
    completion: .file()
  )
  var socket: String?

  /// The socket to connect to.
  var path: String { socket ?? DefaultPaths.ofThisProcess.existingSocket }
}

extension DefaultPaths {
  /// The paths for the environment and the user of this process.
  static var ofThisProcess: Self {
    Self(environment: ProcessInfo.processInfo.environment, userID: getuid())
  }
}
