import EventJournal
import EventStream
import Logging

/// What a reload changes: everything is prepared before anything is touched.
struct ReloadPlant: Sendable {
  /// How long a sensor may take to its next samples before it is said to wait for them.
  private static let patience = Duration.seconds(5)

  let parts: DaemonParts
  let sensors: SensorSet
  let access: StreamAccess
  /// The socket that the daemon has made itself; `nil` where it was passed.
  let ownSocket: String?
  let logger: Logger

  /// Puts another configuration into force.
  ///
  /// - Returns: What is different now.
  /// - Throws: What keeps it from being used; then nothing has changed.
  func take(_ configuration: Configuration) async throws -> ReloadOutcome {
    let change = ConfigurationChange(from: parts.board.configuration, to: configuration)
    let sensorKeys = change.keys.filter(Self.sensorKeys.contains)
    if !change.keys.isEmpty {
      let preparation = try sensors.prepare(change.next)
      await apply(change)
      if change.keys.contains(where: Self.sourceKeys.contains) { sensors.apply(preparation, parts) }
    }
    return ReloadOutcome(
      changed: change.keys,
      deferred: await parts.board.settlement(within: Self.patience, keys: sensorKeys),
      restartNeeded: change.restartNeeded
    )
  }

  /// Keys that sensors go by.
  private static let sensorKeys: Set = [
    "clips", "mains_hz", "profile", "profiles", "recording", "sensors", "sessions.profile",
  ]
  /// Keys that say which sensors there are.
  private static let sourceKeys: Set = ["sensors", "usb.discover", "usb.probe"]

  private func apply(_ change: ConfigurationChange) async {
    let next = change.next
    for key in change.keys {
      switch key {
      case "log_level": DaemonLog.level.current = next.logLevel
      case "journal.keep_days", "journal.max_mb": await parts.journal.use(next.retention)
      case "clips": parts.clips.use(next.clips)
      case "socket.control_group": access.controlGroup = next.controlGroup
      case "socket.group": share(with: next.socketGroup)
      default: break
      }
    }
    // The last: what sensors find there is ready by then.
    parts.board.publish(next)
  }

  private func share(with group: String?) {
    guard let ownSocket else {
      logger.warning("socket.group has no effect: the socket unit says whose the socket is")
      return
    }
    if let shortfall = StreamAccess.share(ownSocket, with: group) {
      logger.warning("socket not shared", metadata: ["cause": "\(shortfall)"])
    }
  }
}
