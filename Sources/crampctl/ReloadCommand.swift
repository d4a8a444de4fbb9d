import ArgumentParser
import EventStream
import Foundation

/// `crampctl reload`.
struct ReloadCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Have the daemon read its configuration again.",
    discussion: """
      No sample and no client is lost. A configuration that is wrong changes nothing: the daemon \
      goes on with the one that it has, and the mistake is named with file, line and key. A sensor \
      with an open episode goes on as before until that is over.

        crampctl reload
        crampctl reload --format ndjson | jq .restart_needed

      Exit status: 0 done, 1 it failed, 2 the configuration is wrong.
      """
  )

  @Option(help: "How to print: text or ndjson.")
  var format = Format.text

  @OptionGroup var socket: SocketArguments

  func run() async throws {
    let (_, result) = try await Daemon(path: socket.path).ask("reload") { code, message in
      // The message says where it is wrong; the daemon's own mistakes are others.
      code == ReloadRefusal.wrongConfiguration
        ? Failure(message, status: Failure.wrongUse) : Failure("reload: \(message)")
    }
    switch format {
    case .ndjson: try Output.write(result + "\n")
    case .text:
      let outcome = try JSONDecoder().decode(ReloadOutcome.self, from: Data(result.utf8))
      try Output.write(Self.text(outcome))
    }
  }

  /// What was done, a line for each thing that a person may wait for.
  static func text(_ outcome: ReloadOutcome) -> String {
    var lines = [
      outcome.changed.isEmpty
        ? "nothing is new" : "changed: \(outcome.changed.joined(separator: ", "))"
    ]
    for deferral in outcome.deferred {
      let keys = deferral.keys.joined(separator: ", ")
      let end =
        switch deferral.reason {
        case .episode: "until its episode is over"
        case .samples: "until it gives samples"
        }
      lines.append("\(deferral.sensor) goes on as before \(end): \(keys)")
    }
    if !outcome.restartNeeded.isEmpty {
      let keys = outcome.restartNeeded.joined(separator: ", ")
      lines.append("as before until a restart (`systemctl restart crampd`): \(keys)")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
