import Glibc

/// What people are told beside the output: standard error, a line at a time.
enum Diagnostics {
  /// Says what is wrong, in one line.
  static func say(_ message: String) {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    write("crampctl: \(TextTable.plain(line))\n")
  }

  /// Says what is odd but did not keep the work from being done.
  static func warn(_ message: String) {
    say("warning: \(message)")
  }

  /// Whether people see it on a terminal.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes as it is; a standard error that is closed or full is nobody's to hear about.
  static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { raw in
      unsafe Glibc.write(STDERR_FILENO, raw.baseAddress, raw.count)
    }
  }
}
