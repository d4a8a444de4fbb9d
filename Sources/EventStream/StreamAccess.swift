import CLinux
import Foundation
import Synchronization

/// Who may change things, for as long as the server runs; it may be told otherwise at any time.
public final class StreamAccess: Sendable {
  private let group: Mutex<String?>

  /// Begins with a group.
  ///
  /// - Parameter controlGroup: The group whose members may change things, if there is one.
  public init(controlGroup: String?) {
    group = Mutex(controlGroup)
  }

  /// The group whose members may change things, from the next request of anybody on.
  public var controlGroup: String? {
    get { group.withLock { $0 } }
    set { group.withLock { $0 = newValue } }
  }

  /// Opens a socket that the daemon has made to another group; who is connected stays connected.
  ///
  /// - Parameters:
  ///   - path: The socket.
  ///   - group: The group; `nil` for that of the daemon itself.
  /// - Returns: Why the group did not get it, if it did not.
  public static func share(_ path: String, with group: String?) -> String? {
    do {
      if group == nil {
        try FileManager.default.setAttributes(
          [.groupOwnerAccountID: NSNumber(value: getegid())],
          ofItemAtPath: path
        )
      }
      return try SocketPath(path: path, group: group).share()
    } catch {
      return error.localizedDescription
    }
  }
}
