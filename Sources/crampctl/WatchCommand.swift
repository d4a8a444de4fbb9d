import ArgumentParser
import Foundation

/// `crampctl watch`.
struct WatchCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Print events as they happen.",
    discussion: """
      When the daemon goes away, watch waits for it and goes on after the last event, without a \
      gap and without a repeat. Without --after only new events are printed. An event that the \
      daemon cannot write to disk yet is printed as text with a note, and once more when it is \
      on disk.

        crampctl watch
        crampctl watch --type 'cramp.*' --format ndjson
        crampctl watch --after 0 --count 1
      """
  )

  @Option(help: ArgumentHelp("Begin after this event; 0 for all that are kept.", valueName: "seq"))
  var after: Int64?

  @Option(help: "How to print: text, or ndjson with an event object on each line.")
  var format = Format.text

  @Flag(help: "Print with ndjson, too, what cannot be written to disk yet; it has no seq.")
  var pending = false

  @Option(help: ArgumentHelp("Stop after so many events. Default: never.", valueName: "n"))
  var count: Int?

  @OptionGroup var types: TypeArguments
  @OptionGroup var socket: SocketArguments

  func validate() throws {
    if let after, after < 0 { throw ValidationError("--after \(after): not 0 or above") }
    if let count, count < 1 { throw ValidationError("--count \(count): not 1 or above") }
  }

  func run() async throws {
    var follower = Follower(
      daemon: Daemon(path: socket.path),
      types: types.types,
      after: after
    )
    var output = WatchOutput(
      format: format,
      showsPending: pending,
      showsOpen: after == nil,
      isColoured: Self.isColoured
    )
    var left = count ?? .max
    try await follower.run { item throws in
      if let text = try output.text(item) { try Output.write(text) }
      if case .event = item { left -= 1 }
      return left > 0
    }
  }

  private static var isColoured: Bool {
    let environment = ProcessInfo.processInfo.environment
    return Output.isTerminal && environment["NO_COLOR", default: ""].isEmpty
      && environment["TERM"] != "dumb"
  }
}
