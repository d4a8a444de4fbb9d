import ArgumentParser
import Glibc

/// Runs the command and turns what it throws into an exit status and one line on stderr.
@main
enum Program {
  static func main() async {
    // A reader that goes away is told by EPIPE, which is success.
    _ = signal(SIGPIPE, SIG_IGN)
    do {
      let words = OnCommand.spelledOut(
        ExplainArguments.spelledOut(CommandLine.arguments.dropFirst())
      )
      var command = try Crampctl.parseAsRoot(words)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      exit(status(of: error))
    }
  }

  private static func status(of error: any Error) -> Int32 {
    switch error {
    case is BrokenPipe: return 0
    case let failure as Failure:
      Diagnostics.say(failure.description)
      return failure.status
    default: break
    }
    guard Crampctl.exitCode(for: error) != .success else { return printed(error) }
    if Crampctl.exitCode(for: error) == .validationFailure {
      let message = Crampctl.message(for: error)
      Diagnostics.say("\(message.isEmpty ? "wrong command line" : message); see `\(helpCommand)`")
      return Failure.wrongUse
    }
    // An exit code that a command chose itself: it has said why.
    if let code = error as? ExitCode { return code.rawValue }
    Diagnostics.say(String(describing: error))
    return Failure.failed
  }

  /// Prints help or the version.
  private static func printed(_ error: any Error) -> Int32 {
    do {
      try Output.write(Crampctl.fullMessage(for: error) + "\n")
      return 0
    } catch {
      return status(of: error)
    }
  }

  /// The help of the command that was meant.
  private static var helpCommand: String {
    let names = Crampctl.configuration.subcommands.map { $0.configuration.commandName ?? "" }
    let meant = CommandLine.arguments.dropFirst().first { names.contains($0) }
    return meant.map { "crampctl \($0) --help" } ?? "crampctl --help"
  }
}
