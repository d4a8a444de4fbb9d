import CrampModel
import EventStream
import Foundation

/// Prints each cramp as it happens.
///
/// Started again, it goes on after the last one that it printed.
@main
enum Subscriber {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { return warn("usage: subscriber-example SOCKET MEMORY") }
    let memory = URL(fileURLWithPath: arguments[2])
    let seen = (try? String(contentsOf: memory, encoding: .utf8)).flatMap(Int64.init) ?? 0
    let follower = EventFollower(
      path: arguments[1],
      subscription: EventSubscription(after: seen, types: ["cramp.onset", "cramp.release"])
    )
    try await follower.run { update in
      switch update {
      case .event(let seq, let json):
        let event = try JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8))
        let line = "\(event.time) \(event.channel ?? "-") \(event.type.rawValue)\n"
        FileHandle.standardOutput.write(Data(line.utf8))
        try Data("\(seq)".utf8).write(to: memory, options: .atomic)
      case .gap(let from, to: let end, let reason):
        warn("events \(from) to \(end) are lost: \(reason)")
      case .unreachable(let cause, retry: _), .disconnected(let cause, retry: _):
        warn("waiting for crampd: \(cause)")
      default: break
      }
      return true
    }
  }

  private static func warn(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}
