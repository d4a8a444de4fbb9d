import Glibc
import Synchronization

/// Tells the service manager how the service is, where there is one (sd_notify(3)).
///
/// Nothing depends on it: where there is no manager, or it does not listen, nothing happens.
public final class ServiceNotifier: Sendable {
  /// A message waits so many seconds for a busy manager, as a READY that is lost ends the service.
  static let longestWait = 1

  private let address: UnixAddress?
  private let socket: Mutex<DatagramSocket?>

  /// Prepares to notify.
  ///
  /// - Parameter address: A path, or `@` and an abstract name; `nil`, and what is neither, is nobody.
  public init(address: String?) {
    self.address = address.flatMap(UnixAddress.init(_:))
    socket = Mutex(self.address == nil ? nil : DatagramSocket(longestWait: Self.longestWait))
  }

  /// Takes the address from `NOTIFY_SOCKET` and removes it, so that no child notifies for us.
  ///
  /// Call it before there are other threads: the environment is not theirs to share.
  public static func fromEnvironment() -> ServiceNotifier {
    let address = getenv(variable).map { String(cString: $0) }
    unsetenv(variable)
    return ServiceNotifier(address: address)
  }

  /// Whether there is somebody to notify.
  public var isNotifying: Bool { address != nil }

  /// Sends states in one message.
  ///
  /// - Parameter states: What to tell.
  /// - Returns: Whether the manager has it.
  @discardableResult
  public func tell(_ states: ServiceState...) -> Bool {
    guard let address else { return false }
    let text = states.map(\.lines).joined()
    return socket.withLock { socket in
      if socket == nil { socket = DatagramSocket(longestWait: Self.longestWait) }
      return socket?.send(Array(text.utf8), to: address, waits: true) == 0
    }
  }

  private static let variable = "NOTIFY_SOCKET"
}
