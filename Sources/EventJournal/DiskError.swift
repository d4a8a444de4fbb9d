import Glibc

/// A call of the operating system that failed.
struct DiskError: Error {
  /// What was being done, such as `write`.
  let operation: String
  /// The error number.
  let code: Int32

  var words: String { unsafe String(cString: strerror(code)) }

  /// The last error of this thread.
  static func last(_ operation: String) -> Self {
    Self(operation: operation, code: errno)
  }
}
