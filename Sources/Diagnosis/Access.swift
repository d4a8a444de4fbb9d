import Glibc

/// Who may use a device, and who does.
enum Access {
  /// Whether the user of this process may read and write, by all that the kernel knows.
  static func allows(_ path: String) -> Bool { unsafe access(path, R_OK | W_OK) == 0 }

  /// A program that has a file open.
  struct Holder: Hashable {
    let process: Int32
    let name: String
  }

  /// The programs that have a file open, as far as this user may see them.
  static func holders(of path: String, on machine: Machine) -> [Holder] {
    machine.names(in: "/proc").compactMap { Int32($0) }.compactMap { process in
      let files = machine.names(in: "/proc/\(process)/fd")
      let holds = files.contains { machine.target(of: "/proc/\(process)/fd/\($0)") == path }
      guard holds else { return nil }
      let name = machine.text("/proc/\(process)/comm") ?? "a program"
      return Holder(process: process, name: String(name.split(separator: "\n").first ?? ""))
    }
  }
}
