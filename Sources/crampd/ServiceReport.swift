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
  /// Tells of reloads.
  nonisolated let reloads: ReloadNotices
  private let listening: AsyncStream<Void>
  private let didListen: AsyncStream<Void>.Continuation
  private var summary = ServiceSummary()
  private var seen: Int64
  private var told: String?
  private var isReady = false

  init(_ parts: DaemonParts, notifier: ServiceNotifier, address: String?) {
    self.notifier = notifier
    reloads = ReloadNotices(notifier)
    self.address = address
    journal = parts.journal
    sensors = parts.sensors
    logger = parts.logger
    seen = parts.journal.newestSeq
    (listening, didListen) = AsyncStream.makeStream()
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
    summary.stuck = stuck.count
    tell()
  }

  private func report() async {
    for await _ in listening { break }
    await answered()
    guard !Task.isCancelled else { return }
    await tellReady()
    var mark = JournalMark(seq: seen)
    while let news = await journal.news(after: mark) {
      mark = news
      await read(through: news.seq)
      tell()
      try? await Task.sleep(for: Self.pause)
    }
  }

  /// A manager that is too busy to listen is told again: without it the start would fail.
  private func tellReady() async {
    // From here on a reload may say that it is over, which is the same word.
    reloads.isReady = true
    var line = refreshed()
    while !notifier.tell(.ready, .status(line)), !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(200))
      line = refreshed()
    }
    isReady = true
    told = line
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
        let batch = try await journal.stretch(
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
      return .init(state: report.state, channels: status.stream.channels.count)
    }
    return summary.line
  }
}
