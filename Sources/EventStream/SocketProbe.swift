import Glibc

/// Finds out whether somebody listens at a path, and says nothing to them.
enum SocketProbe {
  /// Whether only a user, or root, can have put a socket where it is.
  ///
  /// Everybody may make folders in `/tmp`; who listens in another's folder may be anybody.
  static func isDirectoryOf(_ user: UInt32, _ path: String) -> Bool {
    guard let end = path.lastIndex(of: "/") else { return false }
    var status = stat()
    guard lstat(String(path[..<end]), &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR && status.st_uid == user
      && status.st_mode & 0o022 == 0
  }

  /// Whether a connection is taken; a queue that is full is one that somebody has.
  static func isListening(_ path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    // The last byte stays 0.
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return result == 0 || errno == EAGAIN
  }
}
