/// Something that a service tells its manager (sd_notify(3)).
public enum ServiceState: Hashable, Sendable {
  /// Start-up or a reload is finished.
  case ready
  /// A line for people, shown by `systemctl status`.
  case status(String)
  /// The service is about to end.
  case stopping
  /// A reload began; the time is that of the monotonic clock, in microseconds.
  case reloading(monotonicMicroseconds: UInt64)
  /// The service is alive.
  case watchdog
  /// Starting, reloading or stopping needs this much more time from now on.
  case extendTimeout(Duration)

  /// The assignments, each on a line.
  var lines: String {
    switch self {
    case .ready: "READY=1\n"
    case .status(let text): "STATUS=\(JournalEntry.line(text))\n"
    case .stopping: "STOPPING=1\n"
    case .reloading(let time): "RELOADING=1\nMONOTONIC_USEC=\(time)\n"
    case .watchdog: "WATCHDOG=1\n"
    case .extendTimeout(let time): "EXTEND_TIMEOUT_USEC=\(Self.microseconds(time))\n"
    }
  }

  private static func microseconds(_ duration: Duration) -> Int64 {
    Int64(clamping: Int128(duration.attoseconds) / 1_000_000_000_000)
  }
}
