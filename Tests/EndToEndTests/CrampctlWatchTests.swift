import CrampModel
import EventJournal
import EventStream
import Foundation
import Logging
import ServiceLifecycle
import Testing

/// A server in this process, and the built program as its client.
struct CrampctlWatchTests: Sendable {
  private let scratch: Scratch
  private let journal: EventJournal
  private let socket: String

  init() async throws {
    scratch = try Scratch()
    socket = scratch.path("s.sock")
    journal = try EventJournal(path: scratch.path("journal.sqlite"))
    _ = try await journal.append((1...5).map(Self.event(_:)))
  }

  private static func event(_ number: Int) -> CrampEvent {
    CrampEvent(
      id: EventID(high: 0x8000, low: UInt64(number)),
      type: number == 3 ? .crampOnset : .marker,
      time: Timestamp(microseconds: Int64(number) * 1_000_000),
      detected: .epoch,
      channel: "calf",
      episode: number == 3 ? EventID(high: 1, low: 1) : nil
    )
  }

  @Test(
    arguments: [
      (["--after", "0", "--count", "5"], [1, 2, 3, 4, 5]),
      (["--after", "3", "--count", "2"], [4, 5]),
      (["--after", "0", "--count", "1", "--type", "cramp.*"], [3]),
    ] as [([String], [Int64])]
  )
  func `Watching begins where it is told to`(arguments: [String], seqs: [Int64]) async throws {
    let run = try await serving {
      try CrampctlRun(["watch", "--socket", socket, "--format", "ndjson"] + arguments)
    }
    #expect(run.status == 0, "\(run)")
    let found = try run.lines.map { line in
      try JSONDecoder().decode(CrampEvent.self, from: Data(line.utf8)).seq
    }
    #expect(found == seqs)
  }

  @Test func `A mark becomes an event, and status names the newest`() async throws {
    let runs = try await serving {
      [
        try CrampctlRun(["mark", "a \"stretch\"", "--socket", socket]),
        try CrampctlRun(["session", "start", "night", "--socket", socket]),
        try CrampctlRun(["watch", "--after", "5", "--count", "2", "--socket", socket]),
        try CrampctlRun(["status", "--socket", socket]),
        try CrampctlRun(["status", "--format", "json", "--socket", socket]),
        try CrampctlRun(["watch", "--after", "99", "--socket", socket]),
      ]
    }
    #expect(runs.map(\.status) == [0, 0, 0, 0, 0, 1])
    #expect(runs[2].output.contains("a \"stretch\""))
    #expect(runs[2].output.contains("session.started"))
    #expect(runs[3].output.contains("1 CRAMP NOW"))
    #expect(runs[3].output.contains("calf"), "the open cramp is shown")
    #expect(runs[4].output == #"{"uptime_s":1}"# + "\n")
    #expect(runs[5].failed(with: 1), "\(runs[5])")
  }

  @Test func `A daemon that comes back costs neither a gap nor a repeat`() async throws {
    let process = try CrampctlRun.process([
      "watch", "--after", "0", "--count", "7", "--socket", socket, "--format", "ndjson",
    ])
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    let reading = output.fileHandleForReading
    let first = try await serving {
      try process.begin()
      return try Self.lines(5, from: reading)
    }
    _ = try await journal.append((6...7).map(Self.event(_:)))
    let second = try await serving { try Self.lines(2, from: reading) }
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try (first + second).map(Self.seq(_:)) == Array(1...7))
    try errors.fileHandleForWriting.close()
    let said = String(
      decoding: try errors.fileHandleForReading.readToEnd() ?? Data(),
      as: UTF8.self
    )
    #expect(said.contains("went away (the connection was closed); trying again"), "\(said)")
  }

  private static func seq(_ line: String) throws -> Int64 {
    try JSONDecoder().decode(CrampEvent.self, from: Data(line.utf8)).seq
  }

  /// Reads whole lines, byte by byte, so that nothing of the next is taken.
  private static func lines(_ count: Int, from handle: FileHandle) throws -> [String] {
    var lines: [String] = []
    var bytes: [UInt8] = []
    while lines.count < count, let byte = try handle.read(upToCount: 1)?.first {
      if byte == UInt8(ascii: "\n") {
        lines.append(String(decoding: bytes, as: UTF8.self))
        bytes.removeAll()
      } else {
        bytes.append(byte)
      }
    }
    return lines
  }

  /// Runs blocking programs against a server, off the threads that serve.
  private func serving<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    let server = EventServer(
      socketPath: socket,
      journal: journal,
      configuration: EventServerConfiguration(version: "0.1.0", instance: "test"),
      status: { StatusReport(status: #"{"uptime_s":1}"#) },
      sessions: SessionDesk { await Self.note($0, in: journal) },
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    return try await withThrowingTaskGroup { group in
      group.addTask { () -> Result? in
        try await server.run()
        return nil
      }
      group.addTask { try await Self.off(body) }
      defer { group.cancelAll() }
      while let next = try await group.next() {
        if let next { return next }
      }
      throw CancellationError()
    }
  }

  /// Keeps no session: what is said becomes an event, and that is all.
  private static func note(
    _ request: SessionRequest,
    in journal: EventJournal
  ) async -> Swift.Result<SessionAnswer, SessionRefusal> {
    var said: CrampEvent
    switch request {
    case .mark(let text, cue: _, name: _):
      said = event(6)
      said.details = [EventDetail(.text, .text(text))]
    case .start(let name, kind: _):
      said = event(7)
      said.type = .sessionStarted
      said.details = [EventDetail(.name, .text(name))]
    case .stop, .label: return .failure(SessionRefusal(.badRequest, "not here"))
    }
    do {
      return .success(SessionAnswer(seq: try await journal.append([said]).first?.seq))
    } catch {
      return .failure(SessionRefusal(.trouble, error.description))
    }
  }

  private static func off<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
  }
}
