import GRDB
import Glibc

/// A second copy of every event beside the journal: text, only ever appended to.
///
/// SQLite finds damage but cannot give back what was there. Each line has a checksum of its own,
/// so that a damaged line costs one event, which SQLite still has.
struct JournalCopy {
  /// The file.
  let path: String
  /// Its length in bytes.
  private(set) var length = 0
  /// The newest seq up to which every event is in it.
  private(set) var through: Int64 = 0
  /// How many of its bytes are about removed events, about.
  var dead = 0
  private let journal: String
  private var file: DiskFile?

  /// Names the copy that belongs to a journal.
  init(journal: String) {
    self.journal = journal
    path = journal.hasSuffix(".sqlite") ? journal.dropLast(7) + ".copy" : journal + ".copy"
  }

  /// The mode of the copy: that of the journal itself.
  var mode: mode_t { DiskFile.mode(journal) ?? 0o600 }

  /// Whether lines can be appended; if not, it has to be written anew.
  var isOpen: Bool { file != nil }

  /// Opens the copy for appending, and cuts off what cannot be trusted.
  ///
  /// - Parameters:
  ///   - length: Where its last sound line ends.
  ///   - seq: The newest seq in it.
  /// - Throws: ``DiskError`` if it cannot be opened or cut.
  mutating func open(length: Int, through seq: Int64) throws(DiskError) {
    let isNew = DiskFile.exists(path) == false
    let file = try DiskFile(path, O_RDWR | O_CREAT)
    if isNew {
      try file.setMode(mode)
      try DiskFile.syncDirectory(of: path)
    }
    if try file.size() > length {
      try file.truncate(to: length)
      try file.sync()
    }
    self.file = file
    self.length = length
    through = seq
  }

  /// Appends lines and waits until they are durable.
  ///
  /// After an error the file's length is not moved, so the same place is written again.
  mutating func append(_ lines: [UInt8], through seq: Int64) throws(DiskError) {
    guard let file else { throw DiskError(operation: "write", code: EBADF) }
    do throws(DiskError) {
      try file.write(lines, at: length)
      try file.sync()
    } catch {
      try? file.truncate(to: length)
      throw error
    }
    length += lines.count
    through = seq
  }

  /// Writes the whole copy anew from the journal's rows, and puts it in place of the old one.
  mutating func rewrite(from database: Database, newest: Int64) throws {
    file = nil
    do {
      // The rows with their indexes are longer than the lines.
      let bytes = try JournalTrimming.usedBytes(database)
      var rewriting = try JournalCopyRewriting(path: path, bytes: bytes, mode: mode)
      let rows = try Row.fetchCursor(database, sql: JournalRow.all)
      var last: Int64 = 0
      while let row = try rows.next() {
        let row = try JournalRow(row)
        try rewriting.add(json: row.json, stamp: row.stamp)
        last = row.seq
      }
      if newest > last { try rewriting.add(newest: newest) }
      try adopt(rewriting)
    } catch {
      JournalCopyRewriting.discard(path: path)
      throw error
    }
    through = newest
  }

  /// Puts a finished new copy in place of the old one.
  mutating func adopt(_ rewriting: JournalCopyRewriting) throws(DiskError) {
    var rewriting = rewriting
    file = nil
    length = try rewriting.finish()
    dead = 0
    file = try DiskFile(path, O_RDWR)
  }

  /// Appends no more, so that the copy is written anew.
  mutating func abandon() {
    file = nil
  }

  /// Reads what is in the file at an offset.
  func read(_ count: Int, at offset: Int) throws(DiskError) -> [UInt8] {
    guard let file else { throw DiskError(operation: "read", code: EBADF) }
    return try file.read(count, at: offset)
  }
}
