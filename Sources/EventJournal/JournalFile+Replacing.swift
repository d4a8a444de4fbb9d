import CrampModel
import Foundation
import GRDB

extension JournalFile {
  /// Makes an empty file with its mode before SQLite writes to it; its log gets the same mode.
  func create() throws {
    guard DiskFile.exists(path) != true else { return }
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if DiskFile.exists(directory) == false {
      // The error comes with the file, where its number is known.
      try? FileManager.default.createDirectory(
        atPath: directory,
        withIntermediateDirectories: true
      )
    }
    try create(path)
  }

  /// Gives files that are there their modes: a daemon that a person ran, or an earlier version,
  /// may have made them.
  ///
  /// SQLite gives its log, and the copy's writer the copy, the mode of the main file.
  func share() {
    let names = ([""] + Self.companions).map { path + $0 } + [JournalCopy(journal: path).path]
    // Whoever may not set the mode may still read and write.
    for name in names { unsafe chmod(name, access.mode) }
  }

  func create(_ path: String) throws(DiskError) {
    try DiskFile(path, O_RDWR | O_CREAT).setMode(access.mode)
    try DiskFile.syncDirectory(of: path)
  }

  /// Builds a sound file beside the damaged one, and only then changes their places.
  ///
  /// At every moment there is a file of the journal's name, or a finished one to get that name.
  func replace(because damage: String) throws -> JournalRecovery {
    let fresh = path + ".new"
    for suffix in [""] + Self.companions { unsafe unlink(fresh + suffix) }
    let target = try nameAside()
    let recovery = try build(fresh, because: damage, setAside: target)
    do {
      try linkAside(target)
      try DiskFile.rename(fresh, to: finished)
    } catch {
      for suffix in [""] + Self.companions { unsafe unlink(target + suffix) }
      throw error
    }
    try DiskFile.syncDirectory(of: path)
    try finishReplacing(target)
    return recovery
  }

  /// Gives a finished new file the journal's name, if there is one.
  ///
  /// - Parameter target: What the damaged file is called from now on.
  /// - Throws: ``DiskError``, or ``JournalError`` if there are too many damaged files.
  func finishReplacing(_ target: String? = nil) throws {
    guard DiskFile.exists(finished) == true else { return }
    // Where the file system has no links, the damaged file still has one name only.
    if let links = DiskFile.links(path), links < 2 {
      let target = try target ?? nameAside()
      for suffix in Self.companions + [""] where DiskFile.exists(path + suffix) == true {
        try DiskFile.rename(path + suffix, to: target + suffix)
      }
    }
    // SQLite would apply the log of the damaged file to the new one.
    for suffix in Self.companions where DiskFile.exists(path + suffix) == true {
      try DiskFile.remove(path + suffix)
    }
    try DiskFile.syncDirectory(of: path)
    try DiskFile.rename(finished, to: path)
    try DiskFile.syncDirectory(of: path)
  }

  /// What SQLite keeps beside a database, by the ends of the names.
  private static let companions = ["-journal", "-wal", "-shm"]

  /// The name of a new file that has everything and is not the journal yet.
  private var finished: String { path + ".mended" }

  private func build(
    _ fresh: String,
    because damage: String,
    setAside: String
  ) throws -> JournalRecovery {
    let salvage = JournalSalvage(path: path, copy: JournalCopy(journal: path).path)
    var rows = try salvage.rows()
    rows.newest = max(rows.newest, plausible(floor))
    try create(fresh)
    let queue = try DatabaseQueue(path: fresh, configuration: configuration)
    defer { try? queue.close() }
    try JournalSchema.migrator.migrate(queue)
    let recovery = try queue.write { database in
      let carried = try salvage.carry(rows, into: database)
      let recovery = JournalRecovery(
        setAside: setAside,
        damage: damage.split(separator: "\n").joined(separator: "; "),
        carried: carried.count,
        restored: carried.restored,
        lost: carried.lost
      )
      // With the rows, so that no trouble from now on can keep anyone from hearing of it.
      try tell(of: recovery, after: rows.newest, in: database)
      return recovery
    }
    try queue.close()
    return recovery
  }

  private func tell(
    of recovery: JournalRecovery,
    after seq: Int64,
    in database: Database
  ) throws {
    let clock = JournalClock()
    var event = clock.recovered(recovery.message, lost: recovery.lost)
    event.seq = seq + 1
    try JournalSchema.insert(event, json: event.json(), stamp: clock.stamp, into: database)
  }

  /// A name that says when, and that no file has.
  private func nameAside() throws(JournalError) -> String {
    let stamp = Date.now.formatted(
      .iso8601.dateSeparator(.omitted).timeSeparator(.omitted)
    )
    let names = (1...99).lazy.map { "\(path).damaged-\(stamp)" + ($0 == 1 ? "" : "-\($0)") }
    guard let target = names.first(where: { DiskFile.exists($0) == false }) else {
      throw JournalError(operation: "set aside", path: path, message: "too many damaged files")
    }
    return target
  }

  /// Gives the damaged file and its log a second name, where the file system can do that.
  private func linkAside(_ target: String) throws(DiskError) {
    // The log first: without its main file it is found again by nobody.
    for suffix in Self.companions + [""] where DiskFile.exists(path + suffix) == true {
      do throws(DiskError) {
        try DiskFile.link(path + suffix, to: target + suffix)
      } catch  where [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(error.code) {
        // It is renamed when the new file is finished.
      }
    }
  }
}
