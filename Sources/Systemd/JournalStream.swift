import Glibc

/// Tells whether what a process writes goes to the systemd journal.
public enum JournalStream: Sendable {
  /// Whether a descriptor is the stream to journald that the service manager has opened.
  ///
  /// systemd.exec(5): `JOURNAL_STREAM` holds the device and the inode of that stream, so that a
  /// process can see whether its output still goes there or was redirected.
  ///
  /// - Parameters:
  ///   - descriptor: Usually standard error.
  ///   - environment: The variables of the process.
  /// - Returns: Whether it is; `false` also where the variable is absent or malformed.
  public static func isJournal(_ descriptor: CInt, environment: [String: String]) -> Bool {
    let parts = environment["JOURNAL_STREAM"]?.split(separator: ":") ?? []
    guard parts.count == 2, let device = UInt(parts[0]), let inode = UInt(parts[1]) else {
      return false
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return false }
    return UInt(status.st_dev) == device && UInt(status.st_ino) == inode
  }
}
