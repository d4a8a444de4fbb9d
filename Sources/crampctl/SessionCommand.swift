import ArgumentParser

/// `crampctl session`.
struct SessionCommand: AsyncParsableCommand {
  enum Step: String, ExpressibleByArgument, CaseIterable {
    case start
    case stop
  }

  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "Begin or end a named session, such as a night or a training.",
    discussion: """
        crampctl session start night-12
        crampctl session stop night-12
      """
  )

  @Argument(help: "start or stop.")
  var step: Step

  @Argument(help: ArgumentHelp("The session's name.", valueName: "name"))
  var name: String

  @OptionGroup var socket: SocketArguments

  func run() async throws {
    let params = try Daemon.object("name", name)
    _ = try await Daemon(path: socket.path).ask("session.\(step.rawValue)", params: params)
  }
}
