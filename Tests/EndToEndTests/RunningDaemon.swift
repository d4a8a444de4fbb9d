import Foundation
import Testing

/// A `crampd` that runs, with its journal and its socket in a directory of the test.
final class RunningDaemon {
  let scratch: Scratch
  private let process: Process

  /// Starts the daemon; its log goes to a file beside its journal.
  init(
    _ arguments: [String],
    in scratch: Scratch,
    environment: [String: String] = [:]
  ) throws {
    self.scratch = scratch
    let log = URL(fileURLWithPath: scratch.path("log"))
    try Data().write(to: log)
    process = try CrampctlRun.process(
      arguments + Self.places(in: scratch),
      of: "crampd",
      environment: environment
    )
    process.standardError = try FileHandle(forWritingTo: log)
    process.standardOutput = FileHandle.nullDevice
    try process.begin()
  }

  deinit {
    signal(SIGKILL)
  }

  /// The options that keep a daemon inside a directory.
  static func places(in scratch: Scratch) -> [String] {
    ["--state-dir", scratch.path("state"), "--socket", scratch.path("s")]
  }

  var socket: String { scratch.path("s") }
  var journal: String { scratch.path("state/journal.sqlite") }
  var log: String { (try? String(contentsOfFile: scratch.path("log"), encoding: .utf8)) ?? "" }

  /// Connects as soon as the daemon listens.
  func connect() throws -> LineClient {
    try Self.connect(to: socket) { self.log }
  }

  /// Connects as soon as somebody listens.
  static func connect(to socket: String, log: () -> String) throws -> LineClient {
    let client = eventually(within: 30) { LineClient(socket: socket) }
    guard let client else { throw Disappointment("nobody listens; the daemon said \(log())") }
    return client
  }

  /// Connects and asks for everything from the beginning of the journal.
  func follow() throws -> LineClient {
    let client = try connect()
    try client.subscribe()
    return client
  }

  var isRunning: Bool { process.isRunning }
  var pid: Int32 { process.processIdentifier }

  /// Asks again until the answer is yes; throws if the daemon ends before, or takes too long.
  func untilItListens(within seconds: Double = 30, _ ask: () throws -> Bool) throws {
    for _ in 0..<Int(seconds * 500) {
      if try ask() { return }
      guard isRunning else { throw Disappointment("the daemon ended by itself; it said \(log)") }
      usleep(2_000)
    }
    throw Disappointment("in vain for \(seconds) s; the daemon said \(log)")
  }

  func signal(_ number: Int32) {
    if process.isRunning { kill(process.processIdentifier, number) }
  }

  /// The exit status and whether a signal was the cause; throws if it takes over 20 s.
  func end() throws -> (status: Int32, signalled: Bool) {
    let end = Self.eventually(within: 20) {
      self.process.isRunning
        ? nil : (self.process.terminationStatus, self.process.terminationReason == .uncaughtSignal)
    }
    guard let end else { throw Disappointment("the daemon does not end; it said \(log)") }
    return end
  }

  /// Asks again until there is an answer; other processes cannot be awaited otherwise.
  private static func eventually<Answer>(within seconds: Double, _ ask: () -> Answer?) -> Answer? {
    for _ in 0..<Int(seconds * 100) {
      if let answer = ask() { return answer }
      usleep(10_000)
    }
    return ask()
  }
}

/// What a test waited for in vain, off the threads where expectations know their test.
struct Disappointment: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Runs what blocks on a thread of its own, off those that the tests share.
func blocking<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
  }
}

/// The recordings that come with the project.
enum Fixture {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func recording(_ name: String) -> String {
    root.appending(path: "Fixtures/\(name)/recording.edf").path
  }

  /// The lines of the golden file.
  static func golden(_ name: String) throws -> [String] {
    let url = root.appending(path: "Fixtures/\(name)/events.golden.ndjson")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
