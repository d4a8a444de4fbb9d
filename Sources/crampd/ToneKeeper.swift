import CrampHistory
import CrampModel
import EventJournal
import Foundation
import Logging
import ServiceLifecycle

/// Tells when the resting tone of a channel is above what is usual for this person, and when it is
/// as usual again.
///
/// What is usual comes from the journal: the newest spans that it held when the daemon began, and
/// those that were written since.
struct ToneKeeper: Service {
  let journal: EventJournal
  /// Whether a tone above the usual is to be told now.
  let isWanted: @Sendable () -> Bool
  let logger: Logger
  private let mark: JournalMark

  /// Spans of 28 days on 16 channels, and as many again for those that a person's marks divide.
  private static let mostSpans = 20_000
  private static let types: Set<String> = [
    EventType.tone.rawValue, EventType.toneRaised.rawValue, EventType.toneUsual.rawValue,
  ]

  /// Watches what is written from now on.
  init(journal: EventJournal, logger: Logger, isWanted: @escaping @Sendable () -> Bool) {
    self.journal = journal
    self.logger = logger
    self.isWanted = isWanted
    mark = JournalMark(seq: journal.newestSeq)
  }

  /// Watches what is written from now on, while the configuration wants it.
  init(_ parts: DaemonParts) {
    let board = parts.board
    self.init(journal: parts.journal, logger: parts.logger) { board.configuration.watchesTone }
  }

  /// Runs until the daemon stops or the journal is closed.
  func run() async throws {
    await cancelWhenGracefulShutdown {
      var watch = ToneWatch(dayOffset: Double(TimeZone.current.secondsFromGMT()))
      await learn(&watch)
      await follow(&watch)
    }
  }

  /// Reads what the journal holds, a part at a time.
  private func learn(_ watch: inout ToneWatch) async {
    let query = HistoryQuery(
      filter: EventFilter(types: Self.types.sorted()),
      limit: Self.mostSpans,
      ascending: false
    )
    do throws(JournalError) {
      let reader = journal.reader
      guard let seqs = try await reader.seqs(of: query, through: mark.seq) else { return }
      var part = query
      (part.limit, part.ascending) = (256, true)
      var seen = seqs.lowerBound - 1
      while !Task.isCancelled {
        let lines = try await reader.part(of: part, after: seen, through: seqs.upperBound)
        guard let last = lines.last else { return }
        for line in lines { if let event = Self.event(line) { watch.learn(event) } }
        seen = last.seq
      }
    } catch {
      logger.error("\(error)")
    }
  }

  private func follow(_ watch: inout ToneWatch) async {
    var mark = mark
    var seen = mark.seq
    while let news = await journal.news(after: mark) {
      mark = news
      do throws(JournalError) {
        while seen < news.seq {
          let batch = try await journal.stretch(after: seen, through: news.seq, limit: 256)
          guard batch.end > seen else { break }
          seen = batch.end
          for line in batch.lines where Self.types.contains(line.type) { take(line, &watch) }
        }
      } catch {
        logger.error("\(error)")
      }
    }
  }

  private func take(_ line: JournalLine, _ watch: inout ToneWatch) {
    guard line.type == EventType.tone.rawValue, let event = Self.event(line) else { return }
    guard isWanted() else {
      watch.learn(event)
      return
    }
    guard let span = ToneSpan(event), let finding = watch.advance(span) else { return }
    journal.post([Self.event(of: finding)])
  }

  private static func event(_ line: JournalLine) -> CrampEvent? {
    try? JSONDecoder().decode(CrampEvent.self, from: Data(line.json.utf8))
  }

  static func event(of finding: ToneFinding) -> CrampEvent {
    let span = finding.span
    let isMicrovolts = span.unit == "µV"
    let decimals = isMicrovolts ? 2 : 4
    var details = [EventDetail(.message, .text(finding.message))]
    for detail in [
      EventDetail.rounded(isMicrovolts ? .toneMicrovolts : .tone, finding.tone, decimals: decimals),
      .rounded(isMicrovolts ? .usualMicrovolts : .usual, finding.usual, decimals: decimals),
      .rounded(.toneRatio, finding.ratio, decimals: 2),
    ] {
      if let detail { details.append(detail) }
    }
    if !isMicrovolts { details.append(EventDetail(.unit, .text(span.unit))) }
    var event = LiveEvents.event(
      finding.isRaised ? .toneRaised : .toneUsual,
      sensor: span.sensor,
      channel: span.channel,
      time: span.end,
      details: details
    )
    event.modality = span.modality
    return event
  }
}
