import Glibc

/// A new copy while it is being written under another name.
struct JournalCopyRewriting {
  private static let chunk = 1 << 20

  private let path: String
  private let file: DiskFile
  private var bytes: [UInt8] = []
  private var length = 0

  /// Begins an empty one, if the disk has room for it and for the journal.
  init(path: String, bytes: Int, mode: mode_t) throws(DiskError) {
    self.path = path
    try DiskFile.requireRoom(bytes, at: path)
    file = try DiskFile(path + ".new", O_RDWR | O_CREAT | O_TRUNC)
    try file.setMode(mode)
  }

  /// Removes what is left of one that was not finished: the journal needs the room.
  static func discard(path: String) {
    unsafe unlink(path + ".new")
  }

  /// Adds the line of an event.
  mutating func add(json: String, stamp: WritingStamp) throws(DiskError) {
    JournalCopyLine.write(json: json, stamp: stamp, to: &bytes)
    if bytes.count >= Self.chunk { try flush() }
  }

  /// Adds the line of a seq that was given and has no event.
  mutating func add(newest: Int64) throws(DiskError) {
    JournalCopyLine.write(newest: newest, to: &bytes)
  }

  /// Adds lines as they are.
  mutating func add(_ lines: some Collection<UInt8>) throws(DiskError) {
    bytes.append(contentsOf: lines)
    if bytes.count >= Self.chunk { try flush() }
  }

  /// Makes it durable, gives it its name, and says how long it is.
  mutating func finish() throws(DiskError) -> Int {
    try flush()
    try DiskFile.rename(path + ".new", to: path)
    try DiskFile.syncDirectory(of: path)
    return length
  }

  /// Writes out what was added, so that the end has little left to wait for.
  mutating func flush() throws(DiskError) {
    try file.write(bytes, at: length)
    try file.sync()
    length += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }
}
