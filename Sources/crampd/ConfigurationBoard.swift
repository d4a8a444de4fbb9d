import EventStream
import Synchronization

/// The configuration in force, for all who go by it, and how far each sensor has come with it.
///
/// Whoever reads samples looks at the version between two blocks, which costs one atomic load.
final class ConfigurationBoard: Sendable {
  /// What a sensor has taken over so far.
  private struct Progress {
    let sensor: String
    var version: Int
    /// Keys that it still goes without.
    var deferred: [String] = []
  }

  private struct State {
    var configuration: Configuration
    var seats: [UInt64: Progress] = [:]
    var lastSeat: UInt64 = 0
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state: Mutex<State>
  private let latest = Atomic<Int>(0)

  init(_ configuration: Configuration) {
    state = Mutex(State(configuration: configuration))
  }

  /// The configuration in force.
  var configuration: Configuration { state.withLock { $0.configuration } }

  /// Grows with each configuration.
  var version: Int { latest.load(ordering: .acquiring) }

  /// Puts a configuration into force; what the open session asks for stays.
  func publish(_ configuration: Configuration) {
    state.withLock { state in
      let profile = state.configuration.sessionProfile
      state.configuration = configuration
      state.configuration.sessionProfile = profile
      latest.add(1, ordering: .releasing)
    }
  }

  /// Puts the profile into force that the open session asks for; `nil` for that of the file.
  func use(sessionProfile profile: String?) {
    state.withLock { state in
      guard state.configuration.sessionProfile != profile else { return }
      state.configuration.sessionProfile = profile
      latest.add(1, ordering: .releasing)
    }
  }

  /// Takes part on behalf of a sensor.
  ///
  /// - Returns: The seat's number, and the configuration that the sensor begins with.
  func join(_ sensor: String) -> (seat: UInt64, configuration: Configuration, version: Int) {
    state.withLock { state in
      state.lastSeat += 1
      state.seats[state.lastSeat] = Progress(sensor: sensor, version: version)
      return (state.lastSeat, state.configuration, version)
    }
  }

  /// The configuration in force and its version, which belong together.
  var current: (configuration: Configuration, version: Int) {
    state.withLock { ($0.configuration, version) }
  }

  /// Notes that a sensor goes by a version, but for some keys.
  func settle(_ seat: UInt64, _ version: Int, deferred: [String]) {
    note { state in
      state.seats[seat]?.version = version
      state.seats[seat]?.deferred = deferred
    }
  }

  /// Notes that a sensor takes part no more.
  func leave(_ seat: UInt64) {
    note { $0.seats[seat] = nil }
  }

  /// Waits until every sensor has dealt with the newest version, for a time.
  ///
  /// - Parameters:
  ///   - patience: How long; a sensor that gives no samples looks at nothing.
  ///   - keys: What such a sensor goes without.
  /// - Returns: What is not in force by then, in the order of the sensors' names.
  func settlement(within patience: Duration, keys: [String]) async -> [ReloadOutcome.Deferral] {
    await withTaskGroup { group in
      group.addTask { await self.untilSettled() }
      group.addTask { try? await Task.sleep(for: patience) }
      await group.next()
      group.cancelAll()
    }
    let newest = version
    return state.withLock { state in
      state.seats.values.sorted { $0.sensor < $1.sensor }.compactMap { seat in
        if seat.version < newest {
          return keys.isEmpty ? nil : .init(sensor: seat.sensor, keys: keys, reason: .samples)
        }
        guard !seat.deferred.isEmpty else { return nil }
        return .init(sensor: seat.sensor, keys: seat.deferred, reason: .episode)
      }
    }
  }

  private func isSettled(_ state: borrowing State) -> Bool {
    state.seats.values.allSatisfy { $0.version >= version }
  }

  private func note(_ change: (inout State) -> Void) {
    let waiter = state.withLock { state in
      change(&state)
      return isSettled(state) ? state.waiter.take() : nil
    }
    waiter?.resume()
  }

  private func untilSettled() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          guard !isSettled(state), !Task.isCancelled else { return true }
          state.waiter = continuation
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiter.take() }?.resume()
    }
  }
}
