import CrampModel
import Synchronization

/// The events on their way to the disk, in order, in bounded memory.
///
/// An event has a number of its own from the moment that it is known to wait.
final class JournalBacklog: Sendable {
  typealias Ticket = CheckedContinuation<Result<[CrampEvent], JournalError>, Never>

  /// What one caller brought.
  struct Parcel {
    var events: [CrampEvent]
    /// The one who waits for these events to be durable.
    var ticket: Ticket?
    /// The number of the first event, if they wait.
    var number: Int64?
    /// When they were decided, where that is of interest.
    let timing: EventTiming?
    let bytes: Int
  }

  /// What became of a caller's events.
  enum Admission {
    /// Taken; whether somebody has to be woken to write them.
    case taken(wake: Bool)
    /// Memory is full; they are lost.
    case full
    case closed
  }

  private struct State {
    var parcels: [Parcel] = []
    var events = 0
    var bytes = 0
    var dropped = 0
    var newestNumber: Int64 = 0
    var isWoken = false
    var isClosed = false
  }

  private let state = Mutex(State())
  private let limits: JournalLimits

  init(_ limits: JournalLimits) {
    self.limits = limits
  }

  /// How many events wait or are being written.
  var count: Int { state.withLock { $0.events } }

  /// How many events were lost.
  var dropped: Int { state.withLock { $0.dropped } }

  /// The newest number given.
  var newestNumber: Int64 { state.withLock { $0.newestNumber } }

  /// Whether any event is known to wait.
  var hasNumbered: Bool { state.withLock { $0.parcels.first?.number != nil } }

  /// Takes events in, if there is room or nothing else is there.
  func enter(
    _ events: [CrampEvent],
    ticket: Ticket? = nil,
    timing: EventTiming? = nil,
    always: Bool = false
  ) -> Admission {
    let bytes = events.reduce(0) { $0 + $1.roughSize }
    return state.withLock { state in
      if state.isClosed {
        state.dropped += events.count
        return .closed
      }
      let fits =
        state.events + events.count <= limits.waitingEvents
        && state.bytes + bytes <= limits.waitingBytes
      guard fits || always || state.events == 0 else {
        state.dropped += events.count
        return .full
      }
      state.parcels.append(Parcel(events: events, ticket: ticket, timing: timing, bytes: bytes))
      state.events += events.count
      state.bytes += bytes
      defer { state.isWoken = true }
      return .taken(wake: !state.isWoken)
    }
  }

  /// The oldest parcels, as many as one transaction takes, and one in any case.
  func head(_ limit: Int) -> [Parcel] {
    state.withLock { state in
      state.isWoken = false
      var count = 0
      let head = state.parcels.prefix { parcel in
        defer { count += parcel.events.count }
        return count == 0 || count + parcel.events.count <= limit
      }
      return Array(head)
    }
  }

  /// Forgets the oldest parcels.
  func remove(_ count: Int, lost: Bool = false) {
    state.withLock { state in
      for parcel in state.parcels.prefix(count) {
        state.events -= parcel.events.count
        state.bytes -= parcel.bytes
        if lost { state.dropped += parcel.events.count }
      }
      state.parcels.removeFirst(min(count, state.parcels.count))
    }
  }

  /// Gives a number to every event that has none, and hands out the tickets of those who wait.
  func number() -> [(ticket: Ticket, count: Int)] {
    state.withLock { state in
      state.isWoken = false
      var tickets: [(ticket: Ticket, count: Int)] = []
      for index in state.parcels.indices.reversed() {
        guard state.parcels[index].number == nil else { break }
        state.parcels[index].number = 0
      }
      for index in state.parcels.indices where state.parcels[index].number == 0 {
        state.parcels[index].number = state.newestNumber + 1
        state.newestNumber += Int64(state.parcels[index].events.count)
        if let ticket = state.parcels[index].ticket {
          tickets.append((ticket, state.parcels[index].events.count))
          state.parcels[index].ticket = nil
        }
      }
      return tickets
    }
  }

  /// The first of the numbered events after a number.
  func waiting(after number: Int64, limit: Int) -> [(number: Int64, event: CrampEvent)] {
    state.withLock { state in
      // Numbers grow from parcel to parcel; those without one are the last.
      let start = state.parcels.partitioningIndex { parcel in
        guard let first = parcel.number else { return true }
        return first + Int64(parcel.events.count) > number + 1
      }
      var found: [(number: Int64, event: CrampEvent)] = []
      for parcel in state.parcels[start...] {
        guard let first = parcel.number, found.count < limit else { break }
        found += zip(first..., parcel.events).lazy.filter { $0.0 > number }
          .map { (number: $0.0, event: $0.1) }
          .prefix(limit - found.count)
      }
      return found
    }
  }

  /// Takes nothing in any more, and gives back what is still there.
  func close() -> [Parcel] {
    state.withLock { state in
      state.isClosed = true
      defer { state.parcels = [] }
      return state.parcels
    }
  }
}

extension Array {
  /// The first index from which on all elements fulfil a condition that none before does.
  fileprivate func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension CrampEvent {
  /// About how many bytes the event takes in memory.
  fileprivate var roughSize: Int {
    let texts = details.reduce(0) { sum, detail in
      switch detail.value {
      case .text(let text): sum + text.utf8.count
      case .texts(let texts): sum + texts.reduce(0) { $0 + $1.utf8.count + 16 }
      case .number, .count, .flag: sum
      }
    }
    return 256 + (sensor?.utf8.count ?? 0) + (channel?.utf8.count ?? 0) + 40 * details.count + texts
  }
}
