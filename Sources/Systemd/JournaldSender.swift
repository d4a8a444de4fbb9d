import Glibc
import Synchronization

/// Sends entries to the systemd journal, and never waits for it.
///
/// What journald does not take now waits in a bounded queue and is sent before what comes later.
/// What the queue has no room for is counted, and told in one entry as soon as there is room. An
/// entry too big for a datagram goes as a sealed file in memory.
public final class JournaldSender: Sendable {
  /// Where journald listens (systemd-journald.service(8)).
  public static let systemSocket = "/run/systemd/journal/socket"
  /// How many entries wait at most; the log of some minutes.
  public static let maximumWaitingEntries = 512
  /// How many bytes wait at most, so that few big entries do not add up.
  public static let maximumWaitingBytes = 1 << 20
  /// The biggest entry that is sent at all; a line of a client is a sixteenth of it.
  public static let maximumEntryBytes = 1 << 20

  /// What became of an entry.
  public enum Outcome: Hashable, Sendable {
    /// journald has it.
    case sent
    /// journald takes nothing now; it may later.
    case later
    /// journald would never take it.
    case refused
  }

  /// What became of all entries so far.
  public struct Counts: Hashable, Sendable {
    /// How many journald has.
    public var sent = 0
    /// How many wait.
    public var waiting = 0
    /// How many are lost: there was no room, or journald would never have taken them.
    public var dropped = 0
  }

  private let address: UnixAddress?
  private let state = Mutex(State())

  /// Prepares a sender; whether anybody listens is seen when the first entry is sent.
  ///
  /// - Parameter socketPath: Where journald listens.
  public init(socketPath: String = JournaldSender.systemSocket) {
    address = UnixAddress(socketPath)
  }

  /// Sends an entry, or lets it wait; one that finds no room is dropped and counted.
  public func send(_ entry: JournalEntry) {
    state.withLock { state in
      if state.drain(to: address) {
        switch state.post(entry, to: address) {
        case .sent: return
        case .refused: return state.drop()
        case .later: break
        }
      }
      state.enqueue(entry)
    }
  }

  /// Sends an entry only if that can be done now; for those who have it still and can come again.
  ///
  /// - Parameter entry: The entry.
  /// - Returns: Whether it was sent; nothing waits and nothing is counted as dropped.
  public func sendNow(_ entry: JournalEntry) -> Outcome {
    state.withLock { state in
      state.drain(to: address) ? state.post(entry, to: address) : .later
    }
  }

  /// Sends what waits, as far as journald takes it.
  public func flush() {
    state.withLock { _ = $0.drain(to: address) }
  }

  /// What became of all entries so far.
  public var counts: Counts {
    state.withLock { state in
      var counts = state.counts
      counts.waiting = state.waiting.count
      return counts
    }
  }
}

extension JournaldSender {
  private struct State: ~Copyable {
    var socket: DatagramSocket?
    var waiting: [JournalEntry] = []
    var waitingBytes = 0
    var counts = Counts()
    /// How many were dropped since that was told last.
    var untold = 0

    /// Sends what waits; returns whether nothing is left.
    mutating func drain(to address: UnixAddress?) -> Bool {
      var done = 0
      while done < waiting.count {
        let outcome = post(waiting[done], to: address)
        if outcome == .later { break }
        if outcome == .refused { drop() }
        waitingBytes -= waiting[done].bytes.count
        done += 1
      }
      waiting.removeFirst(done)
      guard waiting.isEmpty else { return false }
      guard untold > 0 else { return true }
      guard post(lossNotice, to: address) != .later else { return false }
      untold = 0
      return true
    }

    mutating func enqueue(_ entry: JournalEntry) {
      // What was lost is told where it is missing.
      let entries = untold > 0 ? [lossNotice, entry] : [entry]
      let size = entries.reduce(0) { $0 + $1.bytes.count }
      guard
        waiting.count + entries.count <= JournaldSender.maximumWaitingEntries,
        waitingBytes + size <= JournaldSender.maximumWaitingBytes
      else { return drop() }
      waiting += entries
      waitingBytes += size
      untold = 0
    }

    mutating func drop() {
      counts.dropped += 1
      untold += 1
    }

    private var lossNotice: JournalEntry {
      var entry = JournalEntry(
        message: "\(untold) journal entries were lost: journald did not take them in time",
        priority: .warning
      )
      entry.add(JournalFieldName(crampd: "dropped"), String(untold))
      return entry
    }

    mutating func post(_ entry: JournalEntry, to address: UnixAddress?) -> Outcome {
      guard let address, entry.bytes.count <= JournaldSender.maximumEntryBytes else {
        return .refused
      }
      if socket == nil { socket = DatagramSocket() }
      let outcome = transmit(entry.bytes, to: address)
      if outcome == .sent { counts.sent += 1 }
      return outcome
    }

    /// With no descriptor left for a socket or for memory, a later time may be better.
    private borrowing func transmit(_ bytes: [UInt8], to address: UnixAddress) -> Outcome {
      guard socket != nil else { return .later }
      var code = socket?.send(bytes, to: address) ?? EAGAIN
      if code == EMSGSIZE {
        guard let memory = SealedMemory(bytes) else { return .later }
        code = socket?.send(memory, to: address) ?? EAGAIN
      }
      return switch code {
      case 0: .sent
      case EMSGSIZE, EINVAL, EOPNOTSUPP, EPROTOTYPE: .refused
      // A queue that is full, nobody there, no rights yet, no memory: all of that can pass.
      default: .later
      }
    }
  }
}
