import Foundation
import Logging
import Systemd

/// Where the daemon's own log goes.
enum DaemonLog {
  /// The least level that is logged, by everybody.
  static let level = LogLevel()

  /// Sends the log to the systemd journal where standard error is the journal's, with its fields
  /// and its level; else to standard error.
  ///
  /// - Returns: Whether it goes to the systemd journal.
  static func begin(environment: [String: String], sender: JournaldSender) -> Bool {
    guard JournalStream.isJournal(STDERR_FILENO, environment: environment) else {
      LoggingSystem.bootstrap {
        LeveledLogHandler(StreamLogHandler.standardError(label: $0), level: level)
      }
      return false
    }
    LoggingSystem.bootstrap {
      LeveledLogHandler(JournaldLogHandler(identifier: $0, sender: sender), level: level)
    }
    return true
  }
}
