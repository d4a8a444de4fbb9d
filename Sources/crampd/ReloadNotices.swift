import Glibc
import Synchronization
import Systemd

/// Tells the service manager of reloads, once it knows that the daemon is ready: the end of a reload
/// is told by the same word, which must not come before clients are answered.
final class ReloadNotices: Sendable {
  private let notifier: ServiceNotifier
  private let ready = Atomic<Bool>(false)

  init(_ notifier: ServiceNotifier) {
    self.notifier = notifier
  }

  /// Whether the daemon has been ready.
  var isReady: Bool {
    get { ready.load(ordering: .acquiring) }
    set { ready.store(newValue, ordering: .releasing) }
  }

  /// A reload begins.
  func begin() {
    guard isReady else { return }
    notifier.tell(.reloading(monotonicMicroseconds: Self.monotonic))
  }

  /// It is over, whatever came of it.
  func end() {
    guard isReady else { return }
    notifier.tell(.ready)
  }

  private static var monotonic: UInt64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(clamping: time.tv_sec) * 1_000_000 + UInt64(clamping: time.tv_nsec / 1_000)
  }
}
