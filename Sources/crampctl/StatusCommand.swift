import ArgumentParser
import Diagnosis
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
    switch format {
    case .json: try Output.write(try await Daemon(path: path).ask("status").result + "\n")
    case .text: try Output.write(try text(path))
    }
  }

  private func text(_ path: String) throws -> String {
    let daemon = Daemon(path: path)
    let visit = DaemonVisit(path: path)
    switch visit.outcome {
    case .met: return StatusText(path: path, visit: visit, now: LocalTime.now).text
    case .silent(let cause):
      throw Failure("the daemon at \(path) does not answer: \(cause); see `crampctl doctor`")
    case .absent, .denied, .refused:
      try daemon.checkAccess()
      throw daemon.noAnswer
    }
  }
}
