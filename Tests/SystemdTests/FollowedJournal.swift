import CrampModel
import Logging
import ServiceLifecycle
import Synchronization

@testable import Systemd

/// Events in memory that a mirror follows, and word of what the mirror does.
final class FollowedJournal: Sendable {
  /// What the mirror has just done.
  enum Step: Hashable {
    /// It has read what comes after a seq.
    case read(after: Int64)
    /// It waits for what comes after a seq.
    case waits(after: Int64)
  }

  private struct State {
    var events: [CrampEvent] = []
    var waiter: CheckedContinuation<Int64?, Never>?
    var isClosed = false
  }

  private let state = Mutex(State())
  private let reported = AsyncStream.makeStream(of: Step.self)

  /// What the mirror does, in order.
  var steps: AsyncStream<Step> { reported.stream }

  /// Adds events of the types given, with the next seqs.
  func append(_ types: [EventType], wakes: Bool = true) {
    let (waiter, newest) = state.withLock { state in
      for type in types {
        state.events.append(Self.event(type, seq: Int64(state.events.count + 1)))
      }
      let waiter = wakes ? state.waiter : nil
      if wakes { state.waiter = nil }
      return (waiter, Int64(state.events.count))
    }
    waiter?.resume(returning: newest)
  }

  /// A mirror of what comes after a seq; a stretch has three events at most.
  func mirror(to sender: JournaldSender, after seq: Int64 = 0) -> EventMirror {
    EventMirror(
      sender: sender,
      after: seq,
      newest: { await self.newest(after: $0) },
      read: { self.stretch(after: $0) },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
  }

  private func stretch(after seq: Int64) -> EventMirror.Stretch {
    reported.continuation.yield(.read(after: seq))
    let events = state.withLock { Array($0.events.dropFirst(Int(seq)).prefix(3)) }
    // Seq 4 is missing, where there is one.
    return EventMirror.Stretch(
      events: events.filter { $0.seq != 4 },
      end: events.last?.seq ?? seq,
      missing: events.contains { $0.seq == 4 } ? 1 : 0
    )
  }

  private func newest(after seq: Int64) async -> Int64? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let answer: Int64?? = state.withLock { state in
          if state.isClosed { return .some(nil) }
          if Int64(state.events.count) > seq { return Int64(state.events.count) }
          state.waiter = waiter
          return .none
        }
        if let answer { return waiter.resume(returning: answer) }
        reported.continuation.yield(.waits(after: seq))
      }
    } onCancel: {
      let waiter = state.withLock { state in
        state.isClosed = true
        let waiter = state.waiter
        state.waiter = nil
        return waiter
      }
      waiter?.resume(returning: nil)
    }
  }

  private static func event(_ type: EventType, seq: Int64) -> CrampEvent {
    let time = Timestamp(microseconds: 1_795_229_481_000_000 + seq)
    return CrampEvent(
      seq: seq,
      id: EventID(time: time, randomHigh: 0, randomLow: UInt64(seq)),
      type: type,
      time: time,
      detected: time
    )
  }
}
