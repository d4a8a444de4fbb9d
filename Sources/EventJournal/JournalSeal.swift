import Glibc

/// What a journal leaves behind that checked both its files to the end and then closed them.
///
/// As long as neither file has changed since, they need not be checked before they are used again:
/// a file of 100,000 events takes more than a second. What a disk loses by itself leaves no trace in
/// the seal, so such a journal is checked while it is in use.
struct JournalSeal: Equatable {
  /// The journal as it was closed.
  let journal: FileStamp
  /// Its copy.
  let copy: FileStamp
  /// The newest seq, which both files name.
  let newest: Int64
  /// How many bytes of the copy are about removed events, about.
  let dead: Int
  /// Every onset up to this seq has its release.
  let closed: Int64
  /// How many runs in a row ended before their check did.
  let uncheckedRuns: Int

  /// After so many of them the files are checked before they are used.
  private static let mostUncheckedRuns = 10

  /// The length of the copy in bytes.
  var copyLength: Int { Int(copy.numbers[0]) }

  /// Where the seal of a journal is.
  static func path(of journal: String) -> String {
    journal.hasSuffix(".sqlite") ? journal.dropLast(7) + ".seal" : journal + ".seal"
  }

  /// Breaks the seal of a journal that is about to be used; it is given only if both files are as
  /// they were left.
  static func take(from journal: String) -> Self? {
    let path = path(of: journal)
    let bytes = try? DiskFile(path, O_RDONLY).read(longest, at: 0)
    // One that stays is of no use as soon as anything is written.
    unsafe unlink(path)
    guard let bytes, let seal = Self(text: bytes[...]) else { return nil }
    let isAsLeft =
      FileStamp(path: journal) == seal.journal
      && FileStamp(path: JournalCopy(journal: journal).path) == seal.copy
      && (DiskFile.size(journal + "-wal") ?? 0) == 0
      && DiskFile.exists(journal + "-journal") == false
      && seal.uncheckedRuns < mostUncheckedRuns
    return isAsLeft ? seal : nil
  }

  /// Seals files that are closed and on the disk.
  ///
  /// - Throws: ``DiskError``; then the files are checked when they are opened.
  static func put(
    on journal: String,
    newest: Int64,
    dead: Int,
    closed: Int64,
    uncheckedRuns: Int
  ) throws(DiskError) {
    let copy = JournalCopy(journal: journal).path
    guard let journalStamp = try FileStamp(marking: journal),
      let copyStamp = try FileStamp(marking: copy)
    else { throw DiskError(operation: "look at", code: ENOENT) }
    let seal = Self(
      journal: journalStamp,
      copy: copyStamp,
      newest: newest,
      dead: dead,
      closed: closed,
      uncheckedRuns: uncheckedRuns
    )
    let path = path(of: journal)
    let file = try DiskFile(path, O_WRONLY | O_CREAT | O_TRUNC)
    try file.write(seal.text, at: 0)
    try file.sync()
    try DiskFile.syncDirectory(of: path)
  }

  /// The longest text that a seal has.
  private static let longest = 512

  /// The checksum of the rest, and twelve numbers, between tabs.
  var text: [UInt8] {
    let body =
      ([journal, copy].flatMap(\.numbers)
      + [newest, Int64(dead), closed, Int64(uncheckedRuns)]).map(String.init).joined(
        separator: "\t"
      )
    return Array("\(CRC32.of(body.utf8))\t\(body)\n".utf8)
  }

  /// Reads a seal; `nil` if anything in it is not as it was written.
  init?(text: ArraySlice<UInt8>) {
    let fields = text.dropLast().split(separator: UInt8(ascii: "\t"))
      .compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
    guard fields.count == 1 + 2 * FileStamp.count + 4 else { return nil }
    let (copy, rest) = (1 + FileStamp.count, 1 + 2 * FileStamp.count)
    self.init(
      journal: FileStamp(numbers: Array(fields[1..<copy])),
      copy: FileStamp(numbers: Array(fields[copy..<rest])),
      newest: fields[rest],
      dead: Int(fields[rest + 1]),
      closed: fields[rest + 2],
      uncheckedRuns: Int(fields[rest + 3])
    )
    guard text.elementsEqual(self.text) else { return nil }
  }

  private init(
    journal: FileStamp,
    copy: FileStamp,
    newest: Int64,
    dead: Int,
    closed: Int64,
    uncheckedRuns: Int
  ) {
    self.journal = journal
    self.copy = copy
    self.newest = newest
    self.dead = dead
    self.closed = closed
    self.uncheckedRuns = uncheckedRuns
  }
}
