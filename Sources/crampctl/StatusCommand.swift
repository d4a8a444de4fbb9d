import ArgumentParser
import EventStream

/// `crampctl status`.
struct StatusCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how the daemon, its sensors and its channels are.",
    discussion: """
        crampctl status
        crampctl status --format json | jq .
      """
  )

  @Option(help: "How to print: text or json.")
  var format = Format.text

  @OptionGroup var socket: SocketArguments

  func run() async throws {
    let path = socket.path
    let (greeting, result) = try await Daemon(path: path).ask("status")
    switch format {
    case .json: try Output.write(result + "\n")
    case .text:
      try Output.write(
        StatusText(
          path: path,
          greeting: greeting,
          status: try JSONTree(result),
          snapshot: try JSONTree(greeting.snapshot)
        ).text
      )
    }
  }
}
