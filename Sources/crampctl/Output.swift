import Glibc

/// Standard output, written at once and to the end.
enum Output {
  /// Writes text.
  ///
  /// - Parameter text: Any amount.
  /// - Throws: ``BrokenPipe`` if nobody reads any more, ``Failure`` if the text cannot be written.
  static func write(_ text: String) throws {
    try write(Array(text.utf8)[...])
  }

  /// Whether people read it on a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  private static func write(_ bytes: ArraySlice<UInt8>) throws {
    var rest = bytes
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { raw in
        unsafe Glibc.write(STDOUT_FILENO, raw.baseAddress, raw.count)
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        throw BrokenPipe()
      } else if errno != EINTR {
        throw Failure("write to standard output: \(SystemMessage.text(errno))")
      }
    }
  }
}

/// The operating system's words for its error numbers.
enum SystemMessage {
  static func text(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
