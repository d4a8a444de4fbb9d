import Foundation
import Logging
import Systemd

/// Where the daemon's own log goes.
enum DaemonLog {
  /// Sends the log to the systemd journal where standard error is the journal's, with its fields
  /// and its level; else to standard error.
  ///
  /// - Returns: Whether it goes to the systemd journal.
  static func begin(environment: [String: String], sender: JournaldSender) -> Bool {
    guard JournalStream.isJournal(STDERR_FILENO, environment: environment) else {
      LoggingSystem.bootstrap(StreamLogHandler.standardError(label:))
      return false
    }
    LoggingSystem.bootstrap { JournaldLogHandler(identifier: $0, sender: sender) }
    return true
  }
}
