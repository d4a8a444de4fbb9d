import EventStream
import Foundation
import NIOCore

/// The daemon as commands talk to it.
struct Daemon {
  /// How long an answer may take.
  private static let patience = Duration.seconds(10)

  /// Its socket.
  let path: String

  /// Connects and hands the connection to `body`.
  ///
  /// - Throws: ``Failure`` if nobody answers, with what helps; else what `body` throws.
  func connect<Result: Sendable>(
    _ body: (EventClient) async throws -> Result
  ) async throws -> Result {
    try checkAccess()
    do {
      return try await EventClient.withConnection(path: path, body)
    } catch let error as EventStreamError where error.operation == "connect" {
      throw noAnswer
    }
  }

  /// Refuses a socket that is there but not for this user.
  func checkAccess() throws {
    if unsafe access(path, R_OK | W_OK) != 0, errno == EACCES {
      throw Failure("\(path): permission denied: \(Admission.remedy(for: path))")
    }
  }

  /// What helps when nobody is there.
  var noAnswer: Failure {
    let isThere = unsafe access(path, F_OK) == 0
    if path == DefaultPaths.systemSocket {
      return Failure(
        "no daemon answers at \(path): start it with `sudo systemctl start crampd.socket crampd`"
      )
    }
    return Failure(
      "\(isThere ? "no daemon answers at" : "there is no socket") \(path): start the system's daemon "
        + "with `sudo systemctl start crampd`, or run `crampd`"
    )
  }

  /// Asks one thing.
  ///
  /// - Parameters:
  ///   - method: The method, such as `status`.
  ///   - params: A JSON object.
  ///   - refusal: What a refusal means, by its code and message; by itself a failure.
  /// - Returns: What the daemon said first, and its answer.
  /// - Throws: ``Failure`` if there is no answer or it is a refusal.
  func ask(
    _ method: String,
    params: String = "{}",
    refusal: (@Sendable (Int, String) -> Failure)? = nil
  ) async throws -> (greeting: Greeting, result: String) {
    try await connect { client in
      try await withThrowingTaskGroup { group in
        group.addTask { try await answer(method, params, from: client, refusal) }
        group.addTask {
          try await Task.sleep(for: Self.patience)
          throw Failure(
            "\(method): the daemon at \(path) does not answer; see `journalctl -u crampd`"
          )
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw noAnswer }
        return first
      }
    }
  }

  private func answer(
    _ method: String,
    _ params: String,
    from client: EventClient,
    _ refusal: (@Sendable (Int, String) -> Failure)?
  ) async throws -> (greeting: Greeting, result: String) {
    try await client.send(method, params: params, id: 1)
    var greeting = Greeting()
    for try await message in client.messages {
      switch message {
      case .response(id: 1, let result): return (greeting, result)
      case .failure(id: _, let code, let message, data: _):
        throw refusal?(code, message) ?? Failure("\(method): \(message)")
      default: greeting.take(message)
      }
    }
    throw Failure("\(method): the daemon at \(path) closed the connection; try again")
  }

  /// A JSON object with one text.
  static func object(_ name: String, _ text: String) throws -> String {
    String(decoding: try JSONEncoder().encode([name: text]), as: UTF8.self)
  }
}

/// What the daemon says to everybody who connects.
struct Greeting: Sendable {
  private(set) var version = ""
  private(set) var instance = ""
  private(set) var newestSeq: Int64 = 0
  private(set) var snapshot = "{}"

  mutating func take(_ message: EventMessage) {
    switch message {
    case .hello(let hello):
      version = hello.version
      instance = hello.instance
      newestSeq = hello.seq
    case .snapshot(seq: _, let json): snapshot = json
    default: break
    }
  }
}
