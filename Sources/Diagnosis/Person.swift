import CLinux
import Glibc

/// The user who asks.
public struct Person: Hashable, Sendable {
  /// The user's number; 0 is root.
  public var user: UInt32
  /// The name, as commands want it.
  public var name: String
  /// The groups that are in force in this session.
  public var groups: Set<UInt32>

  /// Names a user.
  public init(user: UInt32, name: String, groups: Set<UInt32>) {
    self.user = user
    self.name = name
    self.groups = groups
  }

  /// The user of this process.
  public static var ofThisProcess: Self {
    let user = geteuid()
    // A system without a name for the user gives its number, which commands take as well.
    let name = unsafe getpwuid(user).map { unsafe String(cString: $0.pointee.pw_name) }
    var numbers = [gid_t](repeating: 0, count: 65_536)
    let count = unsafe getgroups(Int32(numbers.count), &numbers)
    return Self(
      user: user,
      name: name ?? "\(user)",
      groups: Set(numbers.prefix(max(0, Int(count)))).union([getegid()])
    )
  }

  /// Whether the group database has this user in a group, in force in this session or not.
  public func isListed(in group: String) -> Bool {
    guard let number = gid_t(exactly: unsafe crampd_group_number(group)) else { return false }
    return crampd_is_member(user, number) == 1
  }

  var isRoot: Bool { user == 0 }
}
