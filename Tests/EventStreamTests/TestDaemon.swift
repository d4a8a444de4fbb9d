import CrampModel
import EventJournal
import EventStream
import Foundation
import GRDB
import Logging
import ServiceLifecycle
import Synchronization

/// A journal and a server on a socket of their own, for the length of one test.
final class TestDaemon: Sendable {
  let directory: String
  let journal: EventJournal
  private let received = Mutex<[String]>([])
  private let services = Mutex<ServiceGroup?>(nil)

  var socket: String { directory + "/events.sock" }

  init(directory: String) throws {
    self.directory = directory
    journal = try EventJournal(path: directory + "/journal.sqlite")
  }

  static func makeDirectory() throws -> String {
    // Short, because the path of a socket has at most 107 bytes.
    let path = NSTemporaryDirectory() + "crampd-\(UUID().uuidString.prefix(13))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// Runs a daemon around `body`, shuts it down gracefully, and shows the schema what it sent.
  static func run(
    heartbeat: Duration = .seconds(600),
    limits: StreamLimits = StreamLimits(),
    report: StatusReport = .example,
    calibrations: CalibrationDesk? = nil,
    reload: ReloadDesk? = nil,
    sessions: SessionDesk? = nil,
    signals: SignalBoard? = nil,
    statistics: StreamStatistics = StreamStatistics(),
    validates: Bool = true,
    _ body: (TestDaemon) async throws -> Void
  ) async throws {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let daemon = try TestDaemon(directory: directory)
    try await daemon.serve(
      heartbeat: heartbeat,
      limits: limits,
      report: report,
      calibrations: calibrations,
      reload: reload,
      sessions: sessions,
      signals: signals,
      statistics: statistics,
      body
    )
    if validates { try SchemaValidator.protocol.check(daemon.received.withLock { $0 }) }
  }

  func serve(
    heartbeat: Duration = .seconds(600),
    limits: StreamLimits = StreamLimits(),
    report: StatusReport = .example,
    calibrations: CalibrationDesk? = nil,
    reload: ReloadDesk? = nil,
    sessions: SessionDesk? = nil,
    signals: SignalBoard? = nil,
    statistics: StreamStatistics = StreamStatistics(),
    passedSocket: CInt? = nil,
    _ body: (TestDaemon) async throws -> Void
  ) async throws {
    let (listening, didListen) = AsyncStream<Void>.makeStream()
    let server = EventServer(
      socketPath: socket,
      journal: journal,
      configuration: EventServerConfiguration(
        version: "1.2.3",
        instance: "test",
        heartbeat: heartbeat,
        limits: limits,
        passedSocket: passedSocket
      ),
      status: { report },
      calibrations: calibrations,
      reload: reload,
      sessions: sessions,
      signals: signals,
      statistics: statistics,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
      didListen: { didListen.finish() }
    )
    let services = ServiceGroup(
      services: [server],
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    self.services.withLock { $0 = services }
    try await withThrowingTaskGroup { group in
      group.addTask {
        defer { didListen.finish() }
        try await services.run()
      }
      for await _ in listening {}
      try await body(self)
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
    }
  }

  /// Asks the server to end gracefully.
  func shutDown() async {
    await services.withLock { $0 }?.triggerGracefulShutdown()
  }

  func append(_ events: [CrampEvent]) async throws {
    _ = try await journal.append(events)
  }

  /// Remembers a line that the server has sent.
  func note(_ line: String) {
    received.withLock { $0.append(line) }
  }
}

extension StatusReport {
  static let example = Self(
    sensors: #"[{"sensor":"synthetic:1"}]"#,
    channels: #"[{"channel":"calf","sensor":"synthetic:1"}]"#,
    status: #"{"version":"1.2.3"}"#,
    newestSampleAge: 0.25
  )
}

func event(
  _ number: Int,
  type: EventType = .spasm,
  channel: String? = "calf",
  sensor: String? = "synthetic:1",
  episode: UInt64? = nil,
  details: [EventDetail]? = nil
) -> CrampEvent {
  let time = Timestamp(microseconds: 1_795_229_481_000_000 + Int64(number) * 1_000_000)
  return CrampEvent(
    id: EventID(time: time, randomHigh: 0, randomLow: UInt64(number)),
    type: type,
    time: time,
    detected: time.advanced(bySeconds: 0.5),
    sensor: sensor,
    channel: channel,
    modality: .emg,
    episode: episode.map { EventID(time: time, randomHigh: 0, randomLow: $0) },
    details: details ?? [EventDetail(.duration, .number(Double(number) / 8))]
  )
}

/// A journal's file as any tool of SQLite sees it.
enum TestJournal {
  static func execute(_ sql: String, on journal: EventJournal) throws {
    try DatabaseQueue(path: journal.path).write { try $0.execute(sql: sql) }
  }
}
