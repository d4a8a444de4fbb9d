import Glibc

/// Reads the copy from its beginning to its end in bounded memory.
struct JournalCopyReader {
  private static let chunk = 256 << 10

  /// Where the last line that can be trusted ends.
  var soundEnd: Int { text.soundEnd }
  private let file: DiskFile?
  private var text = JournalCopyText()
  private var offset = 0
  private var isAtEnd = false

  /// Opens the copy; one that does not exist has no lines.
  init(path: String) throws(DiskError) {
    do throws(DiskError) {
      file = try DiskFile(path, O_RDONLY)
    } catch {
      guard error.code == ENOENT else { throw error }
      file = nil
    }
  }

  /// The next line, or the place of a broken one; `nil` at the end.
  ///
  /// What the disk does not give back any more is in a broken piece.
  mutating func next() -> JournalCopyText.Piece? {
    while true {
      if let piece = text.next() { return piece }
      guard !isAtEnd else { return nil }
      guard let file else {
        isAtEnd = true
        continue
      }
      let bytes = try? file.readAround(Self.chunk, at: offset).bytes
      if let bytes, !bytes.isEmpty {
        offset += bytes.count
        text.push(bytes[...])
      } else {
        isAtEnd = true
        if let piece = text.finish() { return piece }
        if bytes == nil { return .broken }
      }
    }
  }
}
