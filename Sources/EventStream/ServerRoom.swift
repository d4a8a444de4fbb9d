import EventJournal
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// What all connections of a server share.
final class ServerRoom: Sendable {
  typealias Job = @Sendable () async -> Void

  let journal: EventJournal
  let configuration: EventServerConfiguration
  let services: EventServer.Services
  let logger: Logger
  let roster: ClientRoster
  let recent: RecentEvents
  let statistics: StreamStatistics
  /// What takes its time and waits for others than the disk; ends when the last client has left.
  let jobs: AsyncStream<Job>
  private let job: AsyncStream<Job>.Continuation
  private let isEndingNow = Mutex(false)

  init(
    journal: EventJournal,
    configuration: EventServerConfiguration,
    services: EventServer.Services,
    loops: some EventLoopGroup,
    logger: Logger
  ) {
    self.journal = journal
    self.configuration = configuration
    self.services = services
    self.logger = logger
    roster = ClientRoster(loops: loops, limits: configuration.limits)
    recent = RecentEvents(
      after: journal.newestSeq,
      limit: configuration.limits.recentEvents
    )
    statistics = services.statistics
    (jobs, job) = AsyncStream.makeStream()
  }

  /// Has work done on a task of the server; a client has at most one such job at a time.
  func start(_ work: @escaping Job) {
    job.yield(work)
  }

  /// Has work done on a thread that may wait for the disk.
  func read<Value: Sendable>(
    on loop: any EventLoop,
    _ work: @escaping @Sendable () throws -> Value
  ) -> EventLoopFuture<Value> {
    NIOThreadPool.singleton.runIfActive(eventLoop: loop, work)
  }

  /// Whether the daemon is about to end: what is journalled is still delivered.
  var isEnding: Bool { isEndingNow.withLock { $0 } }

  /// Lets nobody in any more, delivers what is journalled, and sends everybody away.
  func end() {
    isEndingNow.withLock { $0 = true }
    if roster.close() { job.finish() }
    roster.visit { $0.advance() }
  }

  /// Sends everybody away at once.
  func endNow() {
    roster.visit { $0.close() }
  }

  func leave(_ number: UInt64, of user: UInt32, on loop: any EventLoop) {
    if roster.leave(number, of: user, on: loop) { job.finish() }
    statistics.noteClients(roster.count)
    guard let desk = services.calibrations, !isEnding else { return }
    start { await desk.leave(number) }
  }

  /// Shows clients each new event as soon as it is durable, or known to have to wait.
  func followJournal() async {
    var mark = JournalMark(seq: recent.newest)
    var seen = mark.seq
    statistics.noteFollowing(to: seen)
    while let news = await journal.news(after: mark) {
      if news.waiting > mark.waiting { roster.visit { $0.advance() } }
      mark = news
      do {
        try await follow(to: news.seq, from: &seen)
      } catch {
        logger.error("clients must wait for events", metadata: ["cause": "\(error)"])
        // Asked again soon, or at once if more is new.
        try? await Task.sleep(for: .seconds(1))
        mark.seq = seen
        mark.waiting = journal.mark.waiting
        roster.visit { $0.advance() }
      }
      statistics.noteFollowing(to: seen)
    }
  }

  private func follow(to newest: Int64, from seen: inout Int64) async throws(JournalError) {
    while seen < newest {
      let batch = try await journal.stretch(after: seen, through: newest, limit: 512)
      guard batch.end > seen else { return }
      let events = batch.lines.map(FramedEvent.init(_:))
      recent.add(events, upTo: batch.end)
      seen = batch.end
      // What is missing is told of by those who read the disk.
      let isWhole = batch.missing.isEmpty
      roster.visit { $0.take(isWhole ? events : []) }
      statistics.noteFollowing(to: seen)
    }
  }

  /// Gives a sign of life to everybody, again and again.
  func beat() async {
    while (try? await Task.sleep(for: configuration.heartbeat)) != nil {
      // It looks at files, which a disk that stands still may keep.
      let status = services.status
      let age = try? await NIOThreadPool.singleton.runIfActive { status().newestSampleAge }
      roster.visit { $0.beat(newestSampleAge: age ?? nil) }
    }
  }
}
