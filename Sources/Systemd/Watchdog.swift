public import Logging
public import ServiceLifecycle

/// Lets the service manager know that the service is alive, as long as each part gets on.
///
///     every quarter of the period: look at each part
///       none is stuck   tell the manager
///       one is stuck    tell nobody: the manager ends the service and starts it anew
///
/// It runs on the threads that all tasks share, so that it falls silent, too, when these are all
/// held up.
public struct Watchdog: Service {
  /// How often parts are looked at where no manager watches, for the log.
  public static let unwatchedInterval = Duration.seconds(15)
  /// So many looks in each period: a part is found stuck after three of them, and the manager acts
  /// one period after the last word.
  public static let looksPerPeriod = 4

  private let interval: Duration
  private let signs: @Sendable () -> [VitalSign]
  private let notifier: ServiceNotifier
  private let logger: Logger
  private let didLook: @Sendable ([String]) async -> Void

  /// Prepares to watch.
  ///
  /// - Parameters:
  ///   - period: The manager's patience; `nil` if nobody watches, then trouble is only logged.
  ///   - notifier: Tells the manager.
  ///   - signs: The parts that there are at the time of a look.
  ///   - logger: For what is stuck.
  ///   - didLook: Hears the names of those that are stuck, after each look.
  public init(
    period: Duration?,
    notifier: ServiceNotifier,
    signs: @escaping @Sendable () -> [VitalSign],
    logger: Logger,
    didLook: @escaping @Sendable ([String]) async -> Void = { _ in }
  ) {
    interval = period.map { $0 / Self.looksPerPeriod } ?? Self.unwatchedInterval
    self.signs = signs
    self.notifier = notifier
    self.logger = logger
    self.didLook = didLook
  }

  /// Watches until graceful shutdown; how long that may take is the manager's to say.
  public func run() async throws {
    await cancelWhenGracefulShutdown { await watch() }
  }

  private func watch() async {
    var vital = VitalSigns()
    var known: [String] = []
    repeat {
      let stuck = vital.look(at: signs())
      if stuck.isEmpty { notifier.tell(.watchdog) }
      for name in stuck where !known.contains(name) {
        logger.critical("stuck", metadata: ["part": "\(name)"])
      }
      for name in known where !stuck.contains(name) {
        logger.notice("no longer stuck", metadata: ["part": "\(name)"])
      }
      known = stuck
      await didLook(stuck)
    } while (try? await Task.sleep(for: interval)) != nil
  }
}
