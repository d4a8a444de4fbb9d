import EventStream

/// The event stream as commands print it: events on one side, what befalls the connection said on
/// standard error.
struct Follower {
  /// What there is to print.
  enum Item {
    /// How things stood at the first connection, as JSON.
    case open(String)
    /// An event, as JSON.
    case event(seq: Int64, String)
    /// An event that is not on disk yet, as JSON.
    case pending(id: String, String)
  }

  private let daemon: Daemon
  private let follower: EventFollower
  private var isOpened = false
  /// Whether people know already that the daemon is away.
  private var isAway = false

  init(daemon: Daemon, types: [String], after: Int64?) {
    self.daemon = daemon
    follower = EventFollower(
      path: daemon.path,
      subscription: EventSubscription(after: after, types: types)
    )
  }

  /// Follows until `take` returns `false` or throws.
  mutating func run(_ take: (Item) throws -> Bool) async throws {
    do {
      try await follower.run { update in
        guard let item = try item(update) else { return true }
        return try take(item)
      }
    } catch let EventFollowerError.refused(code: _, message) {
      throw Failure("watch: \(message)")
    } catch let error as EventFollowerError {
      throw Failure("watch: \(error.description): update crampctl")
    }
  }

  private mutating func item(_ update: EventFollower.Update) throws -> Item? {
    switch update {
    case .snapshot(seq: _, let json):
      isAway = false
      guard !isOpened else { return nil }
      isOpened = true
      return .open(json)
    case .event(let seq, let json): return .event(seq: seq, json)
    case .pending(let id, let json): return .pending(id: id, json)
    case .gap(let from, to: let end, let reason):
      Diagnostics.warn("events \(from) to \(end) are not in the journal (\(reason))")
    case .newJournal:
      Diagnostics.warn("the daemon has a new journal; going on with its first event")
    case .unreachable:
      // A daemon that starts gives its socket to the group only after it has made it.
      if !isOpened { try daemon.checkAccess() }
      sayAway(daemon.noAnswer.description)
    case .disconnected(let cause, retry: _):
      sayAway("the daemon at \(daemon.path) went away (\(cause))")
    case .connected, .signal, .heartbeat: break
    }
    return nil
  }

  private mutating func sayAway(_ cause: String) {
    if !isAway { Diagnostics.say("\(cause); trying again until it answers") }
    isAway = true
  }
}
