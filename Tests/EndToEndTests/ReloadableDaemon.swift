import Foundation
import Testing

/// A daemon with a configuration file that a test may write anew.
final class ReloadableDaemon {
  let daemon: RunningDaemon
  private let file: String
  private var requests = 1_000

  init(_ configuration: String, _ arguments: [String] = []) throws {
    let scratch = try Scratch()
    file = try scratch.file("crampd.yaml", configuration.utf8)
    daemon = try RunningDaemon(["--config", file] + arguments, in: scratch)
  }

  /// Writes the file as editors do: beside it, and then in its place.
  func write(_ configuration: String) throws {
    try Data(configuration.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
  }

  /// Asks for a reload and returns the line of the answer.
  func reload(_ configuration: String, _ client: LineClient) throws -> String {
    try write(configuration)
    return try ask("reload", client)
  }

  /// Asks something and returns the line of the answer; other lines stay with the client.
  func ask(_ method: String, _ client: LineClient, params: String = "{}") throws -> String {
    requests += 1
    client.send(
      #"{"jsonrpc":"2.0","id":\#(requests),"method":"\#(method)","params":\#(params)}"#
    )
    try client.read(upTo: "\"id\":\(requests)")
    return client.lines.last ?? ""
  }

  func crampctl(_ arguments: String...) throws -> CrampctlRun {
    try CrampctlRun(["reload", "--socket", daemon.socket] + arguments)
  }

  var path: String { file }
}

/// The members of an answer to `reload`.
struct ReloadAnswer: Decodable {
  struct Outcome: Decodable {
    struct Deferral: Decodable {
      let sensor: String
      let keys: [String]
      let reason: String
    }

    let changed: [String]
    let deferred: [Deferral]
    let restartNeeded: [String]

    enum CodingKeys: String, CodingKey {
      case changed, deferred
      case restartNeeded = "restart_needed"
    }
  }

  struct Refusal: Decodable {
    struct Place: Decodable {
      let file: String?
      let line: Int?
      let column: Int?
      let key: String?
      let message: String
    }

    let code: Int
    let message: String
    let data: Place?
  }

  let result: Outcome?
  let error: Refusal?

  init(_ line: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(line.utf8))
  }
}
