import Foundation
import GRDB

extension JournalReader {
  /// Opens for reading, also for one who may write neither the files nor their directory.
  ///
  /// SQLite needs the log's index, which only who may write can make (SQLite, "Write-Ahead
  /// Logging", section 5). A journal that was closed has no log, and does not change. One whose
  /// log was left behind without its index is read from a copy.
  static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    do {
      return try checked(DatabaseQueue(path: path, configuration: configuration))
    } catch let error as DatabaseError
      where error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY
    {
      guard (DiskFile.size(path + "-wal") ?? 0) == 0 else {
        return try openCopy(of: path, configuration, else: error)
      }
      let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
      return try DatabaseQueue(
        path: "file:\(escaped)?immutable=1",
        configuration: configuration
      )
    }
  }

  /// Copies the journal and its log to a place of our own, opens them there, and takes their names
  /// away again.
  private static func openCopy(
    of path: String,
    _ configuration: Configuration,
    else error: DatabaseError
  ) throws -> DatabaseQueue {
    let files = FileManager.default
    guard files.isReadableFile(atPath: path), files.isReadableFile(atPath: path + "-wal") else {
      throw error
    }
    let directory = files.temporaryDirectory.appending(path: "crampd-\(UUID().uuidString)").path
    try files.createDirectory(
      atPath: directory,
      withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700]
    )
    // What SQLite has open it keeps without a name.
    defer { try? files.removeItem(atPath: directory) }
    let copy = directory + "/journal.sqlite"
    let bytes = [path, path + "-wal"].compactMap(DiskFile.size(_:)).reduce(0, +)
    try DiskFile.requireRoom(bytes, at: copy)
    for suffix in ["", "-wal"] {
      try files.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    return try checked(DatabaseQueue(path: copy, configuration: configuration))
  }

  private static func checked(_ queue: DatabaseQueue) throws -> DatabaseQueue {
    _ = try queue.read { try Int64.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
    return queue
  }
}
