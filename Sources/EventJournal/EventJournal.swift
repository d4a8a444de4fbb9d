public import CrampModel
import Dispatch
import GRDB
import Synchronization

/// The events on disk: the one place that gives an event its seq.
///
/// One thread writes all that has come in the meantime in one transaction, so that many events
/// share one wait for the disk. An event is told of when it is durable in the file, and in the
/// copy beside it. Events that cannot be written wait in bounded memory.
public actor EventJournal {
  /// The journal's file.
  public nonisolated let path: String
  /// What was done to a damaged file when the journal was opened; `nil` if it was sound.
  public nonisolated let recovery: JournalRecovery?
  /// The reading side.
  public nonisolated let reader: JournalReader
  let file: JournalFile
  var retention: JournalRetention
  let clock: JournalClock
  nonisolated let limits: JournalLimits
  nonisolated let source: JournalDatabase
  nonisolated let backlog: JournalBacklog
  nonisolated let board: Mutex<JournalHealth>
  nonisolated let tidings: JournalNews
  nonisolated let tail = JournalTail()
  /// How long events took that came with their timing.
  public nonisolated let delays = EventDelays()
  private nonisolated let executor = JournalExecutor()
  /// `nil` while the file cannot be opened.
  var database: DatabasePool?
  /// What readers have as long as the file cannot be opened for writing.
  var readable: DatabaseQueue?
  var copy: JournalCopy
  var newestWritten: Int64
  var attempts = JournalAttempts()
  var trimming = JournalTrimming()
  /// When the file was last opened again, and found sound or mended.
  var opened: ContinuousClock.Instant?
  var copyAttempt = ContinuousClock.now
  var eventsPerCommit: Int
  /// What is known of the files' soundness.
  var soundness: JournalSoundness
  /// The check that runs, or is about to.
  var check: JournalCheck?
  /// Whether the file knows of this boot.
  var isBootNoted = false
  var isOver = false
  /// Whether the file is being opened again, which takes long where a large one is mended.
  nonisolated let isOpening = Atomic<Bool>(false)

  /// Runs the journal on a thread of its own.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Opens a journal, makes it where there is none, and mends it where it is damaged.
  ///
  /// A journal that cannot be opened now but perhaps later, because the disk is full or read-only,
  /// is opened all the same: what is there can be read, and events wait.
  ///
  /// - Parameters:
  ///   - path: The file; its directory is made if it does not exist.
  ///   - retention: Which events are removed.
  ///   - access: Who may read the files, those that are there already included.
  /// - Throws: ``JournalError`` if the path can never be a journal's, or if a later version of
  ///   crampd made the file.
  public init(
    path: String,
    retention: JournalRetention = .keepAll,
    access: JournalAccess = .owner
  ) throws(JournalError) {
    try self.init(path: path, retention: retention, access: access, limits: JournalLimits())
  }

  init(
    path: String,
    retention: JournalRetention = .keepAll,
    access: JournalAccess = .owner,
    limits: JournalLimits
  ) throws(JournalError) {
    let file = JournalFile(path: path, limits: limits, access: access)
    let clock = JournalClock()
    let start = try JournalStart(file)
    self.path = path
    self.file = file
    self.clock = clock
    self.retention = retention
    self.limits = limits
    recovery = start.opened?.recovery
    source = start.source
    reader = JournalReader(path: path, database: start.source)
    backlog = JournalBacklog(limits)
    database = start.opened?.database
    readable = start.readable
    copy = start.opened?.copy ?? JournalCopy(journal: path)
    soundness = JournalSoundness(start.opened?.seal)
    newestWritten = start.newest
    eventsPerCommit = limits.eventsPerCommit
    var health = JournalHealth()
    health.oldestSeq = start.opened?.oldest
    health.copyTrouble = start.opened?.copyTrouble.map {
      JournalHealth.Trouble(message: $0, since: clock.now)
    }
    board = Mutex(health)
    tidings = JournalNews(JournalMark(seq: start.newest))
    if let seal = start.opened?.seal { source.note(of: seal) }
    source.onDamage { [weak self] in
      self?.onThread { $0.mendForReader() }
    }
    onThread { [trouble = start.trouble] in $0.begin(trouble) }
  }

  /// Takes events for writing and returns at once; they are lost only if memory is full.
  ///
  /// - Parameters:
  ///   - events: Events in order; their seq is given when they are written.
  ///   - timing: When they were decided, if their delays are to be counted.
  public nonisolated func post(_ events: [CrampEvent], timing: EventTiming? = nil) {
    guard !events.isEmpty else { return }
    if case .taken(wake: true) = backlog.enter(events, timing: timing) { onThread { $0.write() } }
  }

  /// Writes events, together with what else has come, and waits until they are durable.
  ///
  /// - Parameters:
  ///   - events: Events in order; their seq is given here.
  ///   - timing: When they were decided, if their delays are to be counted.
  /// - Returns: The events with their seq, durable by now.
  /// - Throws: ``JournalError``; where it ``JournalError/isWaiting``, the events are kept and will
  ///   be written later, else they are lost.
  public nonisolated func append(
    _ events: [CrampEvent],
    timing: EventTiming? = nil
  ) async throws(JournalError) -> [CrampEvent] {
    guard !events.isEmpty else { return [] }
    let result: Result<[CrampEvent], JournalError> = await withCheckedContinuation { ticket in
      switch backlog.enter(events, ticket: ticket, timing: timing) {
      case .taken(wake: true): onThread { $0.write() }
      case .taken(wake: false): break
      case .full: ticket.resume(returning: .failure(refusal(events.count, "memory is full")))
      case .closed: ticket.resume(returning: .failure(refusal(events.count, "it is closed")))
      }
    }
    return try result.get()
  }

  /// How the journal does.
  public nonisolated var health: JournalHealth {
    var health = board.withLock { $0 }
    health.waiting = health.trouble == nil ? 0 : backlog.count
    health.dropped = backlog.dropped
    health.bytes = (DiskFile.size(path) ?? 0) + (DiskFile.size(path + "-wal") ?? 0)
    return health
  }

  /// How many events could be written and are not yet, and how many transactions were written.
  ///
  /// While the file is opened again there are none: to mend it takes as long as it is large.
  public nonisolated var progress: (isOpening: Bool, unwritten: Int, commits: Int) {
    let (isTroubled, commits) = board.withLock { ($0.trouble != nil, $0.commits) }
    let isOpening = isOpening.load(ordering: .relaxed)
    return (isOpening, isTroubled || isOpening ? 0 : backlog.count, commits)
  }

  /// Has the thread that writes call back as soon as it is free.
  ///
  /// - Parameter body: Returns at once.
  public nonisolated func whenFree(_ body: @escaping @Sendable () -> Void) {
    onThread { _ in body() }
  }

  /// The events that wait because they cannot be written.
  ///
  /// - Parameters:
  ///   - number: The number of the last event that the caller knows; numbers are never given twice
  ///     in a run.
  ///   - limit: How many at most.
  /// - Returns: The oldest of the events in order, each with its number and without a seq.
  public nonisolated func waitingEvents(
    after number: Int64,
    limit: Int = .max
  ) -> [(number: Int64, event: CrampEvent)] {
    backlog.waiting(after: number, limit: limit)
  }

  /// How far the journal is.
  public nonisolated var mark: JournalMark { tidings.mark }

  /// Waits for news: a newer seq, a newer waiting event, or a change of trouble.
  ///
  /// - Parameter mark: What the caller knows.
  /// - Returns: How far the journal is; `nil` if the task is cancelled or the journal closed.
  public nonisolated func news(after mark: JournalMark) async -> JournalMark? {
    await tidings.next(.anything(mark))
  }

  /// Waits for an event after a seq.
  ///
  /// - Parameter seq: The last seq that the caller knows.
  /// - Returns: The newest seq; `nil` if the task is cancelled or the journal closed.
  public nonisolated func newest(after seq: Int64) async -> Int64? {
    await tidings.next(.seq(seq))?.seq
  }

  /// The newest seq that is durable, without a look at the disk.
  public nonisolated var newestSeq: Int64 { tidings.mark.seq }

  /// How many wait for new events.
  nonisolated var waiterCount: Int { tidings.waiterCount }

  /// Writes what is left, folds the write-ahead log into the file and ends all waiting.
  ///
  /// - Throws: ``JournalError`` if events could not be written; they are lost.
  public func close() throws(JournalError) {
    try finish()
  }

  /// Does something on the journal's thread, after what is to be done there already.
  nonisolated func onThread(
    after pause: Duration? = nil,
    _ body: @escaping @Sendable (isolated EventJournal) -> Void
  ) {
    guard let pause else {
      executor.queue.async { self.assumeIsolated { body($0) } }
      return
    }
    let time = DispatchTime.now() + pause / .seconds(1)
    executor.queue.asyncAfter(deadline: time) { [weak self] in self?.assumeIsolated { body($0) } }
  }

  nonisolated func refusal(_ count: Int, _ reason: String, waits: Bool = false) -> JournalError {
    JournalError(
      operation: "append \(count) events",
      path: path,
      message: reason,
      isWaiting: waits
    )
  }
}
