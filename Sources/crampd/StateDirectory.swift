import Foundation

/// The directory of the journal, held by one daemon at a time.
///
/// A second daemon on the same journal would end the cramps that the first has open.
struct StateDirectory {
  /// The directory's path.
  let path: String
  private let lock: FileHandle

  /// Makes the directory where it is missing and takes it.
  ///
  /// The system gives the lock back when the process ends, however it ends.
  init(path: String) throws {
    self.path = path
    let files = FileManager.default
    try files.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o750]
    )
    let file = path + "/lock"
    if !files.fileExists(atPath: file) {
      _ = files.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: 0o640])
    }
    guard let lock = FileHandle(forWritingAtPath: file) else {
      throw StateDirectoryError(path: path, cause: "its lock file cannot be written")
    }
    guard flock(lock.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw StateDirectoryError(path: path, cause: "already in use by a running daemon")
    }
    self.lock = lock
  }

  /// Gives the directory to the next daemon.
  func release() throws {
    try lock.close()
  }
}

/// A state directory that cannot be used.
struct StateDirectoryError: Error, CustomStringConvertible {
  let path: String
  let cause: String

  /// `use the state directory /var/lib/crampd: already in use by a running daemon`.
  var description: String { "use the state directory \(path): \(cause)" }
}
