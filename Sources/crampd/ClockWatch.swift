import CrampModel
import EventJournal
import Logging
import SensorSources
import ServiceLifecycle

/// Looks at the system's clocks once a second and tells when one was set.
///
/// A suspension is only logged: what it costs is told by the sensors, as `samples.lost`.
struct ClockWatch: Service {
  private static let interval = Duration.seconds(1)

  let journal: EventJournal
  let logger: Logger

  /// Runs until the daemon stops.
  func run() async throws {
    await cancelWhenGracefulShutdown {
      var comparison = ClockComparison(.now)
      while (try? await Task.sleep(for: Self.interval)) != nil {
        if let change = comparison.advance(to: .now) { await tell(change) }
      }
    }
  }

  private func tell(_ change: ClockChange) async {
    if let suspension = change.suspension {
      logger.notice("the machine was suspended", metadata: ["seconds": "\(suspension.seconds)"])
    }
    guard let step = change.step else { return }
    logger.notice("the clock was set", metadata: ["offset_s": "\(step.seconds)"])
    let offset = EventDetail.rounded(.offset, step.seconds, decimals: 3)
    do {
      _ = try await journal.append([
        LiveEvents.event(.clockStepped, details: [offset].compactMap(\.self))
      ])
    } catch {
      logger.error("\(error)")
    }
  }
}

extension Duration {
  fileprivate var seconds: Double { self / .seconds(1) }
}
