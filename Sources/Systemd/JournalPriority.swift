public import Logging

/// How urgent an entry is: the levels of syslog(3).
public enum JournalPriority: Int, Sendable, CaseIterable {
  /// Something is lost for good unless somebody acts.
  case critical = 2
  /// Something does not work.
  case error = 3
  /// Somebody should look at it.
  case warning = 4
  /// Normal and worth knowing.
  case notice = 5
  /// Normal.
  case info = 6
  /// For those who look for a mistake.
  case debug = 7

  /// The level of a log, as urgent as its name says.
  public init(_ level: Logger.Level) {
    switch level {
    case .trace, .debug: self = .debug
    case .info: self = .info
    case .notice: self = .notice
    case .warning: self = .warning
    case .error: self = .error
    case .critical: self = .critical
    }
  }
}
