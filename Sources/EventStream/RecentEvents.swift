import EventJournal
import NIOCore
import Synchronization

/// An event as it goes to clients.
struct FramedEvent: Sendable {
  let seq: Int64
  let type: String
  let sensor: String?
  let channel: String?
  let detectedMicroseconds: Int64
  /// How it came to pass, where it has just done so.
  let timing: EventTiming?
  /// The whole line, its line feed included.
  let line: ByteBuffer

  init(_ line: JournalLine) {
    seq = line.seq
    type = line.type
    sensor = line.sensor
    channel = line.channel
    detectedMicroseconds = line.detectedMicroseconds
    timing = line.timing
    var buffer = ByteBufferAllocator().buffer(
      capacity: Message.eventHead.utf8.count + line.json.utf8.count + 2
    )
    buffer.writeString(Message.eventHead)
    buffer.writeString(line.json)
    buffer.writeString(Message.eventTail + "\n")
    self.line = buffer
  }

  func isWanted(by subscription: Subscription) -> Bool {
    subscription.wants(type: type, sensor: sensor, channel: channel)
  }
}

/// The newest events, in memory once for all clients that keep up.
final class RecentEvents: Sendable {
  /// Two thirds of what is kept at most go when there is no more room.
  private static let bytes = 4 << 20

  private struct State {
    /// The newest seq that is accounted for.
    var newest: Int64
    /// Without a hole between their seqs, and up to the newest.
    var events: [FramedEvent] = []
    var bytes = 0
  }

  private let limit: Int
  private let state: Mutex<State>

  /// Holds what follows a seq.
  init(after newest: Int64, limit: Int) {
    self.limit = limit
    state = Mutex(State(newest: newest))
  }

  /// The newest seq that is accounted for: what is not here up to it is on the disk.
  var newest: Int64 { state.withLock { $0.newest } }

  /// Adds events that follow, up to a seq; what comes after a hole takes the place of all before.
  func add(_ events: [FramedEvent], upTo newest: Int64) {
    state.withLock { state in
      let isNext = events.first.map { $0.seq == state.newest + 1 } ?? false
      let isWhole = isNext && events.last?.seq == newest && Self.haveNoHole(events)
      state.newest = newest
      guard isWhole else {
        state.events = []
        state.bytes = 0
        return
      }
      state.events += events
      state.bytes += events.reduce(0) { $0 + $1.line.readableBytes }
      guard state.events.count > limit || state.bytes > Self.bytes else { return }
      let kept = Array(state.events.suffix(min(limit, state.events.count) / 3))
      state.bytes = kept.reduce(0) { $0 + $1.line.readableBytes }
      state.events = kept
    }
  }

  private static func haveNoHole(_ events: [FramedEvent]) -> Bool {
    guard let first = events.first, let last = events.last else { return true }
    return last.seq - first.seq == Int64(events.count - 1)
  }

  /// Some events after a seq; `nil` if the next one is not here.
  func events(after seq: Int64, bytes: Int) -> [FramedEvent]? {
    state.withLock { state in
      guard let first = state.events.first?.seq, seq + 1 >= first else { return nil }
      let start = Int(seq + 1 - first)
      guard start < state.events.count else { return nil }
      var size = 0
      var end = start
      while end < state.events.count, size < bytes {
        size += state.events[end].line.readableBytes
        end += 1
      }
      // A slice would make the next addition copy all of them.
      return Array(state.events[start..<end])
    }
  }

  /// Where the oldest event is that a client has not been sent.
  enum Oldest {
    /// There is none that it wants.
    case none
    /// Here; this is when it was decided, in microseconds since the Unix epoch.
    case decided(Int64)
    /// Perhaps on the disk.
    case elsewhere
  }

  /// Looks for the oldest wanted event after a seq.
  func oldest(after seq: Int64, for subscription: Subscription) -> Oldest {
    state.withLock { state in
      guard seq < state.newest else { return .none }
      guard let first = state.events.first?.seq, seq + 1 >= first else { return .elsewhere }
      let start = min(Int(seq + 1 - first), state.events.count)
      let event = state.events[start...].first { $0.isWanted(by: subscription) }
      return event.map { .decided($0.detectedMicroseconds) } ?? .none
    }
  }
}
