import Glibc

/// How often a service manager wants to hear that its service is alive (sd_watchdog_enabled(3)).
enum WatchdogPeriod {
  /// Reads the period and removes the variables, so that no child takes it for its own.
  ///
  /// Call it before there are other threads: the environment is not theirs to share.
  ///
  /// - Returns: The time after which a silent service is ended; `nil` if nobody watches.
  static func fromEnvironment() -> Duration? {
    var variables: [String: String] = [:]
    for name in ["WATCHDOG_USEC", "WATCHDOG_PID"] {
      variables[name] = getenv(name).map { String(cString: $0) }
      unsetenv(name)
    }
    return period(variables, process: getpid())
  }

  /// Zero, and what is no number, is nobody.
  static func period(_ variables: [String: String], process: pid_t) -> Duration? {
    if let owner = variables["WATCHDOG_PID"], owner != String(process) { return nil }
    guard let microseconds = variables["WATCHDOG_USEC"].flatMap(UInt64.init(_:)), microseconds > 0
    else { return nil }
    return .microseconds(Int64(clamping: microseconds))
  }
}
