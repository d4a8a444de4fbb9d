import Dispatch
import GRDB
import Synchronization

/// The database that readers read, which the journal replaces when it has mended the file.
final class JournalDatabase: Sendable {
  private enum Slot {
    case open(any DatabaseReader)
    /// The file is being mended or opened; those who read wait until the group is empty.
    case mending(DispatchGroup)
    /// It cannot be read, for this reason.
    case away(String)
  }

  private struct State {
    var slot: Slot
    var mend: (@Sendable () -> Void)?
    var closed = ClosedEpisodes.none
    /// How often the database was replaced: another one may have other rows.
    var generation = 0
  }

  /// How long one who reads waits for the end of mending.
  private static let patience = DispatchTimeInterval.seconds(5)

  private let path: String
  private let state: Mutex<State>
  /// Those who read now.
  private let reading = DispatchGroup()

  init(path: String, _ database: (any DatabaseReader)?, reason: String = "") {
    self.path = path
    state = Mutex(State(slot: database.map(Slot.open) ?? .away(reason)))
  }

  /// Names who is to mend the file when a reader finds it damaged.
  func onDamage(_ mend: @escaping @Sendable () -> Void) {
    state.withLock { $0.mend = mend }
  }

  /// Gives readers another database.
  func replace(with database: any DatabaseReader) {
    settle(.open(database))
  }

  /// Tells readers why there is nothing to read.
  func remove(because reason: String) {
    settle(.away(reason))
  }

  /// Whether those who read wait now.
  var isMending: Bool {
    state.withLock { if case .mending = $0.slot { true } else { false } }
  }

  /// Which episodes are known to be closed, and of which database.
  var closed: (episodes: ClosedEpisodes, generation: Int) {
    state.withLock { ($0.closed, $0.generation) }
  }

  /// Takes note of closed episodes.
  func note(_ closed: ClosedEpisodes, generation: Int) {
    state.withLock { if $0.generation == generation { $0.closed = closed } }
  }

  /// Keeps those who read from now on waiting.
  func beginMending() {
    state.withLock { Self.beginMending(&$0) }
  }

  private static func beginMending(_ state: inout State) {
    if case .mending = state.slot { return }
    let group = DispatchGroup()
    group.enter()
    state.slot = .mending(group)
  }

  /// Reads; damage found on the way is mended, and the reading done again.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    let database = try current()
    do {
      defer { reading.leave() }
      return try database.read(body)
    } catch let error as DatabaseError where report(error, of: database) {
      let database = try current()
      defer { reading.leave() }
      return try database.read(body)
    }
  }

  /// Waits until those who read now have done so, for a time: a database that is closed under them
  /// takes the process with it.
  func waitForReaders() {
    _ = reading.wait(timeout: .now() + Self.patience)
  }

  /// The database, and one more who reads it.
  private func current() throws -> any DatabaseReader {
    for _ in 0..<2 {
      let slot = state.withLock { state in
        if case .open = state.slot { reading.enter() }
        return state.slot
      }
      switch slot {
      case .open(let database): return database
      case .away(let reason):
        throw JournalError(operation: "read", path: path, message: reason)
      case .mending(let group): _ = group.wait(timeout: .now() + Self.patience)
      }
    }
    throw JournalError(operation: "read", path: path, message: "the file is being mended")
  }

  /// Whether an error is damage that somebody mends now or has mended meanwhile, or comes of a
  /// database that was closed meanwhile.
  private func report(_ error: DatabaseError, of database: any DatabaseReader) -> Bool {
    let isDamage = [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
    let (isPresent, mend) = state.withLock { state in
      guard case .open(let present) = state.slot, present === database else {
        return (false, state.mend)
      }
      if isDamage, state.mend != nil { Self.beginMending(&state) }
      return (true, state.mend)
    }
    guard isDamage else { return !isPresent }
    mend?()
    return mend != nil
  }

  private func settle(_ slot: Slot) {
    let group = state.withLock { state in
      defer { state.slot = slot }
      state.closed = .none
      state.generation += 1
      if case .mending(let group) = state.slot { return group as DispatchGroup? }
      return nil
    }
    group?.leave()
  }
}
