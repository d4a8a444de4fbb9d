import ArgumentParser
import CrampModel
import EventStream
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
      gap and without a repeat. Without --after only new events are printed.

        crampctl watch
        crampctl watch --type 'cramp.*' --format ndjson
        crampctl watch --after 0 --count 1
      """
  )

  @Option(help: ArgumentHelp("Begin after this event; 0 for all that are kept.", valueName: "seq"))
  var after: Int64?

  @Option(help: "How to print: text, or ndjson with an event object on each line.")
  var format = Format.text

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
    var left = count ?? .max
    let isColoured = Self.isColoured
    try await follower.run { item throws in
      switch item {
      case .open(let json):
        if format == .text, after == nil { try Output.write(open(json)) }
      case .event(let json):
        try Output.write(try line(json, isColoured: isColoured) + "\n")
        left -= 1
      }
      return left > 0
    }
  }

  private func line(_ json: String, isColoured: Bool) throws -> String {
    guard format == .text else { return json }
    // A later daemon may have types that this version does not know; they are shown as they are.
    guard let event = try? JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8)) else {
      return TextTable.plain(json)
    }
    return EventText(event).line(isColoured: isColoured)
  }

  /// What is going on already.
  private func open(_ snapshot: String) throws -> String {
    try JSONDecoder().decode(OpenEpisodes.self, from: Data(snapshot.utf8)).episodes
      .map { event in
        let since = LocalTime.dateAndTime(event.time)
        return "open since \(since): cramp on \(TextTable.plain(event.channel ?? "?"))\n"
      }
      .joined()
  }

  private static var isColoured: Bool {
    let environment = ProcessInfo.processInfo.environment
    return Output.isTerminal && environment["NO_COLOR", default: ""].isEmpty
      && environment["TERM"] != "dumb"
  }
}

private struct OpenEpisodes: Decodable {
  let episodes: [CrampEvent]
}
