import Synchronization

/// Daemons that stay until the tests end.
final class Kept: Sendable {
  private let daemons = Mutex<[FakeDaemon]>([])

  func append(_ daemon: FakeDaemon) {
    daemons.withLock { $0.append(daemon) }
  }
}
