import Glibc

/// The first hundred bytes of the journal's file (SQLite, "Database File Format", section 1.3).
///
/// SQLite takes some wrong values there for a wish, such as never to write, and not for damage.
enum JournalHeader {
  /// What is wrong; `nil` if nothing is, or if the file is new.
  static func damage(in path: String) throws(DiskError) -> String? {
    let bytes = try DiskFile(path, O_RDONLY).read(100, at: 0)
    if bytes.isEmpty {
      // SQLite would delete the log, and all that is in it.
      let isLogged = DiskFile.size(path + "-wal").map { $0 > 0 } ?? false
      return isLogged ? "the file is empty and its log is not" : nil
    }
    guard bytes.count == 100 else { return "the header is cut off" }
    guard bytes.starts(with: "SQLite format 3\0".utf8) else { return "file is not a database" }
    // Both versions are 2 for a write-ahead log; then come the reserved bytes and the fractions.
    guard bytes[18] == bytes[19], (1...2).contains(bytes[18]), bytes[20] == 0,
      bytes[21..<24].elementsEqual([64, 32, 32])
    else { return "the versions in the header are wrong" }
    guard word(bytes, 44) <= 4, word(bytes, 56) <= 1 else {
      return "the format in the header is wrong"
    }
    guard bytes[72..<92].allSatisfy({ $0 == 0 }) else { return "the header is not clean" }
    return nil
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
