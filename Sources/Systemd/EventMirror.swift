public import CrampModel
public import Logging
public import ServiceLifecycle
import Synchronization

/// Copies journalled events to the systemd journal, in order, by a cursor like any subscriber.
///
/// The event journal is the queue: what journald does not take now is read again later, so a
/// journald that stands still costs no memory and no event. The cursor is kept in memory only. An
/// event goes out within milliseconds of being durable, so a crash can cost the entries of that
/// moment, and no entry is ever repeated; who must have every event reads the event journal.
public final class EventMirror: Service {
  /// A stretch of the event journal.
  public struct Stretch: Sendable {
    /// Its events, in order.
    public var events: [CrampEvent]
    /// The last seq of the stretch; the cursor itself where there is nothing new.
    public var end: Int64
    /// How many seqs of the stretch cannot be had any more.
    public var missing: Int64

    /// Makes a stretch.
    public init(events: [CrampEvent], end: Int64, missing: Int64 = 0) {
      self.events = events
      self.end = end
      self.missing = missing
    }
  }

  /// How far the mirror is.
  public struct Report: Hashable, Sendable {
    /// The last seq that was dealt with.
    public var seq: Int64
    /// How many events journald has.
    public var sent: Int64 = 0
    /// How many events it will never have: removed from the journal before, or refused.
    public var dropped: Int64 = 0
  }

  /// The wait before journald is tried again; doubled up to the longest.
  public static let shortestWait = Duration.milliseconds(50)
  /// The longest wait before journald is tried again.
  public static let longestWait = Duration.seconds(5)
  /// How often a journald that was there is tried at the end, ``shortestWait`` apart: a second in
  /// all.
  public static let lastAttempts = 20

  private let sender: JournaldSender
  private let newest: @Sendable (Int64) async -> Int64?
  private let read: @Sendable (Int64) async throws -> Stretch
  private let logger: Logger
  private let state: Mutex<Report>

  /// Prepares a mirror.
  ///
  /// - Parameters:
  ///   - sender: Takes the entries.
  ///   - seq: The last seq that is not mirrored.
  ///   - newest: Waits for a seq after the one given; `nil` if there will be none or the task is
  ///     cancelled.
  ///   - read: Reads what comes after a seq, as much as fits in memory with ease.
  ///   - logger: For what cannot be read.
  public init(
    sender: JournaldSender,
    after seq: Int64,
    newest: @escaping @Sendable (Int64) async -> Int64?,
    read: @escaping @Sendable (Int64) async throws -> Stretch,
    logger: Logger
  ) {
    self.sender = sender
    self.newest = newest
    self.read = read
    self.logger = logger
    state = Mutex(Report(seq: seq))
  }

  /// How far the mirror is.
  public var report: Report { state.withLock { $0 } }

  /// Mirrors until graceful shutdown, then what was journalled by then.
  public func run() async throws {
    await withTaskGroup { group in
      group.addTask { await cancelWhenGracefulShutdown { await self.retryLog() } }
      group.addTask { await cancelWhenGracefulShutdown { await self.follow() } }
    }
    await finish()
  }

  /// The daemon's own log has nobody else to try again for it.
  private func retryLog() async {
    while !Task.isCancelled {
      sender.flush()
      let isWaiting = sender.counts.waiting > 0
      try? await Task.sleep(for: isWaiting ? .seconds(1) : .seconds(5), tolerance: .seconds(1))
    }
  }

  private func follow() async {
    var wait = Self.shortestWait
    while !Task.isCancelled, await newest(report.seq) != nil {
      let before = report.seq
      let isDone = await advance()
      if report.seq > before { wait = Self.shortestWait }
      // Something new that cannot be read is no reason to spin.
      if isDone, report.seq > before { continue }
      try? await Task.sleep(for: wait)
      wait = min(wait * 2, Self.longestWait)
    }
  }

  private func finish() async {
    // Where there was no journald all the time, nobody waits for one.
    for _ in 0..<(report.sent > 0 ? Self.lastAttempts : 1) {
      if await advance() { break }
      try? await Task.sleep(for: Self.shortestWait)
    }
    sender.flush()
  }

  /// Sends all there is; returns whether that was possible.
  private func advance() async -> Bool {
    while true {
      let stretch: Stretch
      do {
        stretch = try await read(report.seq)
      } catch {
        logger.warning("events are not copied to the systemd journal: \(error)")
        return false
      }
      guard stretch.end > report.seq else { return true }
      for event in stretch.events where !copy(event) { return false }
      state.withLock { report in
        report.seq = stretch.end
        report.dropped += stretch.missing
      }
    }
  }

  private func copy(_ event: CrampEvent) -> Bool {
    let outcome = sender.sendNow(event.journalEntry)
    guard outcome != .later else { return false }
    state.withLock { report in
      report.seq = event.seq
      if outcome == .sent { report.sent += 1 } else { report.dropped += 1 }
    }
    return true
  }
}
