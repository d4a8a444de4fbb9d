import ArgumentParser
import DetectorSettings
import Foundation
import SensorSources

/// Runs the command line and turns errors into exit status: 1 failed, 2 wrongly called.
@main
enum Main {
  static func main() async {
    do {
      var command = try Crampd.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      exit(status(of: error))
    }
  }

  private static func status(of error: any Error) -> Int32 {
    switch error {
    case is ConfigurationError, is SensorSpecificationError:
      say("\(error)")
      return 2
    default:
      break
    }
    let code = Crampd.exitCode(for: error)
    if code == .success {
      print(Crampd.fullMessage(for: error))
      return 0
    }
    if code == .validationFailure {
      say(Crampd.message(for: error) + "; see crampd --help")
      return 2
    }
    say("\(error)")
    return 1
  }

  private static func say(_ message: String) {
    FileHandle.standardError.write(Data("crampd: \(message)\n".utf8))
  }
}
