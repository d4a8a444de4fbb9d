import CLinux
import Glibc

/// The file system under a directory.
struct Disk: Hashable {
  /// Free for ordinary users, in bytes.
  let free: UInt64
  /// How many more files there may be; `nil` where there is no such limit.
  let files: UInt64?
  private let magic: UInt64

  init(under path: String) throws(SystemError) {
    var space = statvfs()
    let kind = unsafe crampd_file_system(path)
    guard unsafe statvfs(path, &space) == 0, kind >= 0 else {
      throw SystemError(code: errno)
    }
    let (bytes, isHuge) = UInt64(space.f_bavail)
      .multipliedReportingOverflow(by: UInt64(space.f_frsize))
    free = isHuge ? .max : bytes
    files = space.f_files == 0 ? nil : UInt64(space.f_favail)
    magic = UInt64(kind)
  }

  /// Forgotten at a reboot (statfs(2), `linux/magic.h`).
  var isMemory: Bool { [0x0102_1994, 0x8584_58F6].contains(magic) }

  /// On another machine: SQLite's log needs memory that all programs share (SQLite, "Write-Ahead
  /// Logging", section 1).
  var network: String? {
    switch magic {
    case 0x6969: "NFS"
    case 0xFF53_4D42, 0xFE53_4D42, 0x517B: "SMB"
    case 0x0102_1997: "9P"
    case 0x5346_414F: "AFS"
    case 0x00C3_6400: "Ceph"
    default: nil
    }
  }
}
