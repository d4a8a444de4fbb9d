import ArgumentParser

/// `crampctl mark`.
struct MarkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark",
    abstract: "Note something about this moment among the events.",
    discussion: """
      The daemon keeps the note as an event of type marker.

        crampctl mark "stretched the calf"
      """
  )

  @Argument(help: ArgumentHelp("What to note.", valueName: "text"))
  var text: String

  @OptionGroup var socket: SocketArguments

  func run() async throws {
    _ = try await Daemon(path: socket.path).ask("mark", params: Daemon.object("text", text))
  }
}
