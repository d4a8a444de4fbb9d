/// The address of a Unix socket: a path, or a name in the abstract namespace.
struct UnixAddress: Hashable, Sendable {
  /// What `sun_path` holds, from its first byte on (unix(7)).
  let bytes: [UInt8]

  /// An address that `sun_path` has no room for, or that is no address, is `nil`.
  ///
  /// - Parameter text: An absolute path, or `@` and an abstract name, as sd_notify(3) has it.
  init?(_ text: String) {
    var bytes = Array(text.utf8)
    guard bytes.count > 1, bytes.count <= Self.roomForPath, !bytes.contains(0) else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "@"): bytes[0] = 0
    case UInt8(ascii: "/"): bytes.append(0)
    default: return nil
    }
    self.bytes = bytes
  }

  /// `sun_path` has 108 bytes on Linux, the last of them for the NUL after a path.
  private static let roomForPath = 107
}
