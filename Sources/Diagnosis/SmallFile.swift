import Glibc

/// Files that are read whole, but never more of them than was asked for.
enum SmallFile {
  /// The first bytes of a file; a pipe or a device that never answers is not waited for.
  static func read(_ path: String, atMost most: Int) throws(SystemError) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw SystemError(code: errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < most {
      let wanted = min(piece.count, most - bytes.count)
      let count = unsafe piece.withUnsafeMutableBytes { raw in
        unsafe Glibc.read(file, raw.baseAddress, wanted)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemError(code: errno) }
      if count == 0 { break }
      bytes += piece.prefix(count)
    }
    return bytes
  }
}

/// The names in directories.
enum Directory {
  /// The names in order, some thousands at most.
  static func names(in path: String) throws(SystemError) -> [String] {
    guard let directory = unsafe opendir(path) else { throw SystemError(code: errno) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while names.count < 10_000, let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
