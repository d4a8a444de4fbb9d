import Glibc

/// One open file; it closes with its last reference.
final class DiskFile {
  private let descriptor: Int32

  /// Opens a file.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(DiskError) {
    descriptor = unsafe open(path, flags | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .last("open") }
  }

  deinit {
    close(descriptor)
  }

  /// Its length in bytes.
  func size() throws(DiskError) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .last("look at") }
    return Int(status.st_size)
  }

  /// Reads up to `count` bytes at `offset`; fewer at the end.
  func read(_ count: Int, at offset: Int) throws(DiskError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let read = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          descriptor,
          buffer.baseAddress?.advanced(by: done),
          count - done,
          off_t(offset + done)
        )
      }
      if read == 0 { break }
      if read > 0 { done += read } else if errno != EINTR { throw .last("read") }
    }
    bytes.removeLast(count - done)
    return bytes
  }

  /// Reads up to `count` bytes at `offset`, with zeros for the pages that the disk does not give
  /// back.
  ///
  /// - Returns: The bytes, and whether any of them were read.
  /// - Throws: ``DiskError`` if not even the length can be seen.
  func readAround(_ count: Int, at offset: Int) throws(DiskError) -> (bytes: [UInt8], isAny: Bool) {
    if let bytes = try? read(count, at: offset) { return (bytes, true) }
    let end = min(offset + count, try size())
    var bytes: [UInt8] = []
    var isAny = false
    for page in stride(from: offset, to: end, by: Self.page) {
      let length = min(Self.page, end - page)
      let found = try? read(length, at: page)
      isAny = isAny || found != nil
      bytes += found ?? []
      // Also where the file became shorter meanwhile.
      bytes += repeatElement(0, count: page + length - offset - bytes.count)
    }
    return (bytes, isAny)
  }

  /// A page of the journal.
  private static let page = 4_096

  /// Writes all bytes at `offset`.
  func write(_ bytes: [UInt8], at offset: Int) throws(DiskError) {
    var done = 0
    while done < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          descriptor,
          buffer.baseAddress?.advanced(by: done),
          bytes.count - done,
          off_t(offset + done)
        )
      }
      if written > 0 {
        done += written
      } else if written == 0 {
        throw DiskError(operation: "write", code: ENOSPC)
      } else if errno != EINTR {
        throw .last("write")
      }
    }
  }

  /// Waits until what was written is on the disk.
  func sync() throws(DiskError) {
    guard fdatasync(descriptor) == 0 else { throw .last("sync") }
  }

  /// Cuts the file off.
  func truncate(to size: Int) throws(DiskError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .last("cut") }
  }

  /// Gives the file its mode, whatever the mask of the process.
  func setMode(_ mode: mode_t) throws(DiskError) {
    guard fchmod(descriptor, mode) == 0 else { throw .last("set the mode of") }
  }

  /// Waits until the names in a directory are on the disk.
  static func syncDirectory(of path: String) throws(DiskError) {
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let handle = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else { throw .last("open the directory of") }
    defer { Glibc.close(handle) }
    // A file system that cannot do it says EINVAL and needs none.
    guard fsync(handle) == 0 || errno == EINVAL else { throw .last("sync the directory of") }
  }

  /// Gives a file another name, in place of what has that name.
  static func rename(_ path: String, to target: String) throws(DiskError) {
    guard unsafe Glibc.rename(path, target) == 0 else { throw .last("rename") }
  }

  /// Gives a file a second name.
  static func link(_ path: String, to target: String) throws(DiskError) {
    guard unsafe Glibc.link(path, target) == 0 else { throw .last("link") }
  }

  /// Takes a name away.
  static func remove(_ path: String) throws(DiskError) {
    guard unsafe unlink(path) == 0 else { throw .last("remove") }
  }

  /// How many names the file of that name has; `nil` if there is none to be seen.
  static func links(_ path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Int(status.st_nlink)
  }

  /// What the owner and the group may do with the file of that name; `nil` if there is none to be
  /// seen.
  static func mode(_ path: String) -> mode_t? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return status.st_mode & 0o660
  }

  /// Whether a file has this name; `nil` if that cannot be found out.
  static func exists(_ path: String) -> Bool? {
    if unsafe access(path, F_OK) == 0 { return true }
    return errno == ENOENT ? false : nil
  }

  /// Throws as a full disk does, unless there is room for so many bytes and for the journal.
  static func requireRoom(_ bytes: Int, at path: String) throws(DiskError) {
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    var status = statvfs()
    guard unsafe statvfs(directory, &status) == 0 else { throw .last("look at the disk of") }
    let (free, isHuge) = UInt64(status.f_bavail)
      .multipliedReportingOverflow(by: UInt64(status.f_frsize))
    guard isHuge || free >= UInt64(max(0, bytes)) + journalRoom else {
      throw DiskError(operation: "write", code: ENOSPC)
    }
  }

  /// What the journal's log takes until it is folded into the file: 1,000 pages (SQLite, "Write-
  /// Ahead Logging", section 3.1).
  private static let journalRoom: UInt64 = 4 << 20

  /// The length of the file of that name; `nil` if there is none to be seen.
  static func size(_ path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Int(status.st_size)
  }
}
