/// The service manager that has started this process, if one has.
public struct ServiceManager: Sendable {
  /// Tells it how the service is.
  public let notifier: ServiceNotifier
  /// After how long a silence it ends the service; `nil` if it does not.
  public let watchdogPeriod: Duration?

  /// Puts what is known of a manager together.
  public init(notifier: ServiceNotifier, watchdogPeriod: Duration?) {
    self.notifier = notifier
    self.watchdogPeriod = watchdogPeriod
  }

  /// Takes what the environment says and removes it, so that no child takes it for its own.
  ///
  /// Call it before there are other threads: the environment is not theirs to share.
  public static func fromEnvironment() -> Self {
    Self(
      notifier: .fromEnvironment(),
      watchdogPeriod: WatchdogPeriod.fromEnvironment()
    )
  }
}
