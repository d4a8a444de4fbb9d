import CLinux
import Glibc
import NIOCore

/// Who is at the other end of a connection, as the kernel says.
struct Peer: Hashable {
  let user: uid_t
  let group: gid_t

  /// Asks the kernel about a channel; `nil` if it is no Unix socket.
  static func of(_ channel: any Channel) -> EventLoopFuture<Self?> {
    guard let options = channel as? any SocketOptionProvider else {
      return channel.eventLoop.makeSucceededFuture(nil)
    }
    let credentials: EventLoopFuture<crampd_credentials> = options.unsafeGetSocketOption(
      level: .socket,
      name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
    )
    return credentials.map { Self(user: $0.user, group: $0.group) }
  }

  /// Whether the peer may change things: the daemon's own user, root, and members of the group.
  func mayChange(group name: String?) -> Bool {
    if user == geteuid() || user == 0 { return true }
    guard let name else { return false }
    let number = crampd_group_number(name)
    guard number >= 0, let wanted = gid_t(exactly: number) else { return false }
    return group == wanted || crampd_is_member(user, wanted) == 1
  }
}
