import CrampModel
import Glibc

/// What the file system says of a name, without following a link at its end.
struct FileStatus: Hashable {
  enum Kind: Hashable {
    case file
    case directory
    case link
    case socket
    case device
    case other
  }

  let kind: Kind
  /// The twelve lowest bits.
  let mode: UInt32
  let user: UInt32
  let group: UInt32
  let size: Int
  let modified: Int

  /// Looks at a name; throws the error number.
  init(_ path: String) throws(SystemError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { throw SystemError(code: errno) }
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFSOCK: .socket
      case S_IFCHR, S_IFBLK: .device
      default: .other
      }
    mode = status.st_mode & 0o7777
    user = status.st_uid
    group = status.st_gid
    size = Int(status.st_size)
    modified = status.st_mtim.tv_sec
  }

  /// Whether a user may do all of `wanted`, of 4 read, 2 write and 1 enter; lists of further
  /// users beside the mode are not looked at.
  func allows(_ wanted: UInt32, user: UInt32, groups: Set<UInt32>) -> Bool {
    if user == 0 { return true }
    let shift: UInt32 = user == self.user ? 6 : groups.contains(group) ? 3 : 0
    return mode >> shift & wanted == wanted
  }

  /// `0640`.
  var octal: String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// A refusal of the operating system.
struct SystemError: Error, Hashable {
  let code: Int32

  /// Whether it is a matter of rights.
  var isDenied: Bool { code == EACCES || code == EPERM }
  /// Whether there is nothing of that name.
  var isAbsent: Bool { code == ENOENT || code == ENOTDIR }
  var words: String { unsafe String(cString: strerror(code)) }
}
