import CrampModel
import EventJournal
import EventStream
import Foundation
import Logging
import ServiceLifecycle
import Systemd

/// Tells the service manager how the daemon is: ready, a line for people, alive, about to stop.
actor ServiceReport: Service {
  /// How many events are read at a time.
  private static let stretchLength = 256
  /// The line is for people: it changes once in this time at most.
  private static let pause = Duration.milliseconds(500)

  private let notifier: ServiceNotifier
  private let journal: EventJournal
  private let sensors: SensorBoard
  /// Where a client would connect; `nil` if that is not known.
  private let address: String?
  private let logger: Logger
  private let listening: AsyncStream<Void>
  private let didListen: AsyncStream<Void>.Continuation
  private var summary: ServiceSummary
  private var seen: Int64
  private var told: String?
  private var isReady = false

  init(_ parts: DaemonParts, notifier: ServiceNotifier, address: String?) {
    self.notifier = notifier
    self.address = address
    journal = parts.journal
    sensors = parts.sensors
    logger = parts.logger
    seen = parts.journal.newestSeq
    (listening, didListen) = AsyncStream.makeStream()
    summary = ServiceSummary { time in
      let date = Date(timeIntervalSince1970: Double(time.microseconds) / 1e6)
      return time.advanced(bySeconds: Double(TimeZone.current.secondsFromGMT(for: date)))
    }
    if let onset = Self.lastOnset(in: journal) {
      summary.note(onset)
      // Where nobody saw its end, this start tells of one.
      var release = onset
      release.type = .crampRelease
      summary.note(release)
    }
  }

  /// The server listens.
  nonisolated func listens() {
    didListen.yield()
  }

  /// Says that the daemon is ready as soon as a client is answered, then keeps the line up to date.
  func run() async throws {
    guard notifier.isNotifying else {
      try? await gracefulShutdown()
      return
    }
    await cancelWhenGracefulShutdown { await self.report() }
    notifier.tell(.stopping, .status("Stopping"))
  }

  /// Takes note of what the watchdog has seen.
  func note(stuck: [String]) {
    summary.stuck = stuck
    tell()
  }

  private func report() async {
    for await _ in listening { break }
    await answered()
    guard !Task.isCancelled else { return }
    isReady = true
    let line = refreshed()
    if notifier.tell(.ready, .status(line)) { told = line }
    var mark = JournalMark(seq: seen)
    while let news = await journal.news(after: mark) {
      mark = news
      await read(through: news.seq)
      tell()
      try? await Task.sleep(for: Self.pause)
    }
  }

  /// Waits until a client gets the daemon's greeting.
  private func answered() async {
    guard let address, address.hasPrefix("/") else { return }
    var isTold = false
    while !Task.isCancelled {
      do {
        try await greet(address)
        return
      } catch {
        if !isTold {
          logger.warning("clients are not answered yet", metadata: ["cause": "\(error)"])
        }
        isTold = true
        try? await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  private func greet(_ address: String) async throws {
    try await EventClient.withConnection(path: address) { client in
      for try await message in client.messages {
        if case .hello = message { return }
      }
      throw EventStreamError(operation: "connect", path: address, message: "no greeting came")
    }
  }

  private func read(through newest: Int64) async {
    do {
      while true {
        let batch = try await journal.reader.stretch(
          after: seen,
          through: newest,
          limit: Self.stretchLength
        )
        guard batch.end > seen else { return }
        seen = batch.end
        for line in batch.lines {
          // What this version cannot understand does not matter to the line.
          let event = try? JSONDecoder().decode(CrampEvent.self, from: Data(line.json.utf8))
          if let event { summary.note(event) }
        }
      }
    } catch {
      logger.error("\(error)")
    }
  }

  private func tell() {
    guard isReady else { return }
    let line = refreshed()
    guard line != told else { return }
    told = notifier.tell(.status(line)) ? line : nil
  }

  private func refreshed() -> String {
    let health = journal.health
    summary.journalTrouble = health.trouble?.message
    summary.waiting = health.waiting
    summary.sensors = sensors.all.map { status in
      let report = status.report
      return .init(
        name: report.sensor,
        state: report.state,
        channels: status.stream.channels.count
      )
    }
    return summary.line
  }

  private static func lastOnset(in journal: EventJournal) -> CrampEvent? {
    let query = HistoryQuery(
      filter: EventFilter(types: [EventType.crampOnset.rawValue]),
      limit: 1,
      ascending: false
    )
    return try? journal.reader.events(query: query).first
  }
}
