/// Why a command could not do its work: one line that says what is wrong and how to mend it.
struct Failure: Error, CustomStringConvertible {
  /// The operation failed.
  static let failed: Int32 = 1
  /// The command line is wrong.
  static let wrongUse: Int32 = 2

  let description: String
  let status: Int32

  init(_ description: String, status: Int32 = failed) {
    self.description = description
    self.status = status
  }

  /// The command line asks for what cannot be.
  static func wrongUse(_ description: String) -> Self {
    Self(description, status: wrongUse)
  }
}

/// The reader of our output has gone away; nothing is left to do.
struct BrokenPipe: Error {}
