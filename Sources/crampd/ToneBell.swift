import CrampDetection
import Synchronization

/// Asks every sensor to end its spans of resting tone, because a person marked this moment.
///
/// Whoever reads samples looks between two blocks whether it rang, which costs one atomic load.
final class ToneBell: Sendable {
  /// What one sensor has heard so far.
  private struct Seat {
    /// The newest stroke that it has dealt with.
    var stroke: Int
    /// Why it is to end its spans; `nil` if it has done so.
    var reason: ToneCut?
  }

  private struct State {
    var seats: [UInt64: Seat] = [:]
    var lastSeat: UInt64 = 0
    var waiters: [UInt64: (stroke: Int, continuation: CheckedContinuation<Void, Never>)] = [:]
    var lastWaiter: UInt64 = 0
  }

  private let state = Mutex(State())
  private let strokes = Atomic<Int>(0)

  /// How long a sensor may take to its next block; one that gives no samples is not waited for.
  static let patience = Duration.seconds(1)

  /// Grows with each ring.
  var stroke: Int { strokes.load(ordering: .acquiring) }

  /// Ends the spans of all sensors that are getting samples, and waits until their events are in
  /// the journal's queue, or the patience is over.
  ///
  /// - Parameters:
  ///   - reason: Why; a session outweighs a mark that a sensor has not heard yet, and a mark a
  ///     passing one.
  ///   - patience: How long at most.
  func ring(_ reason: ToneCut, within patience: Duration = patience) async {
    let stroke = state.withLock { state in
      for seat in state.seats.keys {
        let unheard = state.seats[seat]?.reason
        state.seats[seat]?.reason = Self.weightier(unheard, reason)
      }
      return strokes.add(1, ordering: .acquiringAndReleasing).newValue
    }
    await withTaskGroup { group in
      group.addTask { await self.untilHeard(stroke) }
      group.addTask { try? await Task.sleep(for: patience) }
      await group.next()
      group.cancelAll()
    }
  }

  /// Takes part on behalf of a sensor.
  ///
  /// - Returns: The seat's number, and the stroke that it begins with.
  func join() -> (seat: UInt64, stroke: Int) {
    state.withLock { state in
      state.lastSeat += 1
      state.seats[state.lastSeat] = Seat(stroke: stroke)
      return (state.lastSeat, stroke)
    }
  }

  /// Why a sensor is to end its spans now, and up to which stroke that is heard.
  func call(_ seat: UInt64) -> (reason: ToneCut?, stroke: Int) {
    state.withLock { state in
      let reason = state.seats[seat]?.reason
      state.seats[seat]?.reason = nil
      return (reason, stroke)
    }
  }

  /// Notes that a sensor's events are in the journal's queue, up to a stroke.
  func answer(_ seat: UInt64, _ stroke: Int) {
    note { $0.seats[seat]?.stroke = stroke }
  }

  /// Notes that a sensor takes part no more.
  func leave(_ seat: UInt64) {
    note { $0.seats[seat] = nil }
  }

  private static func weightier(_ unheard: ToneCut?, _ reason: ToneCut) -> ToneCut {
    guard let unheard, unheard == .session || reason == .passingMark else { return reason }
    return unheard
  }

  private static func isHeard(_ stroke: Int, _ state: borrowing State) -> Bool {
    state.seats.values.allSatisfy { $0.stroke >= stroke }
  }

  private func note(_ change: (inout State) -> Void) {
    let done = state.withLock { state in
      change(&state)
      let heard = state.waiters.filter { Self.isHeard($0.value.stroke, state) }
      for waiter in heard.keys { state.waiters[waiter] = nil }
      return heard.values.map(\.continuation)
    }
    for waiter in done { waiter.resume() }
  }

  private func untilHeard(_ stroke: Int) async {
    let waiter = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          guard !Self.isHeard(stroke, state), !Task.isCancelled else { return true }
          state.waiters[waiter] = (stroke, continuation)
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: waiter)?.continuation }?.resume()
    }
  }
}
