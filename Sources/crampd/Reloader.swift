import DetectorSettings
import EventStream
import Logging
import SensorSources
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Who is told of the beginning and the end of each reload, successful or not.
struct ReloadObserver: Sendable {
  var willReload: @Sendable () -> Void = {}
  var didReload: @Sendable () -> Void = {}

  /// Tells a service manager.
  init(_ notices: ReloadNotices) {
    willReload = { notices.begin() }
    didReload = { notices.end() }
  }
}

/// Reads the configuration again when a client or SIGHUP asks for it, one time after the other.
final class Reloader: Service {
  typealias Result = Swift.Result<ReloadOutcome, ReloadRefusal>

  private enum Order: Sendable {
    case signal
    case request(CheckedContinuation<Result, Never>)
  }

  private let source: ConfigurationSource
  private let plant: ReloadPlant
  private let observer: ReloadObserver
  private let logger: Logger
  private let signals: UnixSignalsSequence
  private let orders: AsyncStream<Order>
  private let order: AsyncStream<Order>.Continuation
  private let isEnding = Mutex(false)

  /// Prepares; requests wait until ``run()``.
  init(
    source: ConfigurationSource,
    plant: ReloadPlant,
    signals: UnixSignalsSequence,
    observer: ReloadObserver,
    logger: Logger
  ) {
    self.source = source
    self.plant = plant
    self.signals = signals
    self.observer = observer
    self.logger = logger
    // A client has one request at a time, and signals wait in the order of their arrival.
    (orders, order) = AsyncStream.makeStream()
  }

  /// The same as clients reach it.
  var desk: ReloadDesk {
    ReloadDesk {
      await withCheckedContinuation { continuation in
        if case .terminated = self.order.yield(.request(continuation)) {
          continuation.resume(returning: .failure(Self.ending))
        }
      }
    }
  }

  /// Reloads whenever it is asked to, until the daemon stops.
  func run() async throws {
    await withTaskGroup { group in
      group.addTask { for await _ in self.signals { self.order.yield(.signal) } }
      // Who waits for an answer gets one, also where the daemon ends in a hurry.
      let work = Task { for await order in orders { await obey(order) } }
      await withTaskCancellationHandler {
        await withGracefulShutdownHandler {
          await work.value
        } onGracefulShutdown: {
          self.end()
        }
      } onCancel: {
        self.end()
      }
      group.cancelAll()
    }
  }

  private func end() {
    isEnding.withLock { $0 = true }
    order.finish()
  }

  private static let ending = ReloadRefusal("the daemon is ending")

  private func obey(_ order: Order) async {
    let result = isEnding.withLock { $0 } ? .failure(Self.ending) : await reload()
    if case .request(let continuation) = order { continuation.resume(returning: result) }
  }

  private func reload() async -> Result {
    observer.willReload()
    defer { observer.didReload() }
    do {
      let outcome = try await plant.take(try source.read())
      tell(outcome)
      return .success(outcome)
    } catch {
      let refusal = ReloadRefusal(error)
      logger.error("the configuration stays as it was: \(refusal.description)")
      return .failure(refusal)
    }
  }

  private func tell(_ outcome: ReloadOutcome) {
    if outcome.changed.isEmpty {
      logger.notice("the configuration is read again; nothing is new")
    } else {
      let keys = outcome.changed.joined(separator: " ")
      logger.notice("the configuration is read again", metadata: ["changed": "\(keys)"])
    }
    for deferral in outcome.deferred {
      logger.notice(
        deferral.reason == .episode
          ? "a sensor goes on as before until its episode is over"
          : "a sensor goes on as before until it gives samples",
        metadata: [
          "sensor": "\(deferral.sensor)", "keys": "\(deferral.keys.joined(separator: " "))",
        ]
      )
    }
    for key in outcome.restartNeeded {
      logger.warning("\(key) is changed only by a restart; it stays as it was")
    }
  }
}

extension ReloadRefusal {
  /// What went wrong, with its place where the configuration is wrong.
  fileprivate init(_ error: any Error) {
    switch error {
    case let error as ConfigurationError:
      self.init(
        error.description,
        at: Place(
          file: error.file,
          line: error.line,
          column: error.column,
          key: error.key,
          message: error.cause
        )
      )
    case let error as SensorSpecificationError:
      self.init(
        error.description,
        at: Place(file: "command line", key: "--sensor", message: error.description)
      )
    default:
      self.init("\(error)")
    }
  }
}
