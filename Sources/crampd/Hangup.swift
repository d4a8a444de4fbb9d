import Glibc
import UnixSignals

/// What SIGHUP means: to a service, to read the configuration again; to a program that was started
/// by hand, that its terminal has gone.
enum Hangup {
  /// Whether the terminal that the daemon was started from goes with it, as programs do.
  ///
  /// Under a service manager none of the standard streams is a terminal; `nohup` takes care of the
  /// same.
  static var endsDaemon: Bool {
    [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].contains { isatty($0) == 1 }
  }

  /// The signals that end the daemon.
  static var endingSignals: [UnixSignal] {
    [.sigterm, .sigint] + (endsDaemon ? [.sighup] : [])
  }

  /// The signals that have the configuration read again, from this moment on.
  static func reloadSignals() async -> UnixSignalsSequence {
    await UnixSignalsSequence(trapping: endsDaemon ? [] : [.sighup])
  }
}
