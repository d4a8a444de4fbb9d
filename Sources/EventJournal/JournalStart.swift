import GRDB

/// How a journal begins: open, or in trouble with what can be read all the same.
struct JournalStart {
  let opened: JournalFile.Opened?
  let trouble: JournalTrouble?
  let source: JournalDatabase
  let readable: DatabaseQueue?
  let newest: Int64

  /// Opens the file if that is possible now.
  init(_ file: JournalFile) throws(JournalError) {
    do throws(JournalObstacle) {
      let opened = try file.open()
      self.opened = opened
      trouble = nil
      readable = nil
      source = JournalDatabase(path: file.path, opened.database)
      newest = opened.newest
    } catch {
      guard case .trouble(let trouble) = error else { throw JournalError("open", file.path, error) }
      opened = nil
      self.trouble = trouble
      readable = try? JournalReader.open(file.path)
      source = JournalDatabase(path: file.path, readable, reason: trouble.present)
      let stored = try? readable?.read { try JournalSchema.newestSeq($0) }
      newest = max(stored ?? 0, Self.newestCopied(file.path))
    }
  }

  private static func newestCopied(_ path: String) -> Int64 {
    guard var reader = try? JournalCopyReader(path: JournalCopy(journal: path).path) else {
      return 0
    }
    var newest: Int64 = 0
    while let piece = reader.next() {
      if case .line(let line) = piece { newest = line.seq }
    }
    return newest
  }
}
