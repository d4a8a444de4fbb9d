import CrampModel
import EventJournal
import Foundation
import Logging
import ServiceLifecycle

/// Logs what is written to the journal, and when that cannot be done.
struct JournalLog: Service {
  let journal: EventJournal
  let logger: Logger
  private let level: Logger.Level
  private let mark: JournalMark

  /// Logs what is written from now on; hardly, where the log's reader has the events already.
  init(journal: EventJournal, logger: Logger, isMirrored: Bool) {
    level = isMirrored ? .debug : .info
    self.journal = journal
    self.logger = logger
    mark = JournalMark(seq: journal.newestSeq)
  }

  /// Runs until the daemon stops or the journal is closed.
  func run() async throws {
    await cancelWhenGracefulShutdown { await follow() }
  }

  private func follow() async {
    var mark = mark
    var seen = mark.seq
    while let news = await journal.news(after: mark) {
      if news.trouble != mark.trouble { news.trouble ? tellTrouble() : tellRelief() }
      if logger.logLevel <= level { await logEvents(after: &seen, through: news.seq) }
      mark = news
    }
  }

  private func tellTrouble() {
    guard let trouble = journal.health.trouble else { return }
    logger.error(
      "events cannot be written; they wait in memory",
      metadata: ["cause": "\(trouble.message)", "journal": "\(journal.path)"]
    )
  }

  private func tellRelief() {
    let dropped = journal.health.dropped
    logger.notice("events are written again", metadata: ["lost": "\(dropped)"])
  }

  private func logEvents(after seen: inout Int64, through newest: Int64) async {
    do {
      while true {
        let batch = try await journal.stretch(
          after: seen,
          through: newest,
          limit: 256
        )
        guard batch.end > seen else { return }
        seen = batch.end
        for line in batch.lines { log(line) }
      }
    } catch {
      logger.error("\(error)")
    }
  }

  private func log(_ line: JournalLine) {
    logger.log(
      level: level,
      "event",
      metadata: [
        "seq": "\(line.seq)", "type": "\(line.type)", "sensor": "\(line.sensor ?? "-")",
        "channel": "\(line.channel ?? "-")",
      ]
    )
  }
}
