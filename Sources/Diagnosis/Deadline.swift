import Dispatch
import Synchronization

/// Waits for work that blocks, but not for ever.
enum Deadline {
  /// What the work gives; `nil` if it takes longer, and is left to itself.
  ///
  /// - Parameters:
  ///   - patience: How long to wait.
  ///   - work: What may block; it runs on a thread of its own.
  /// - Returns: What it gives.
  static func run<Value: Sendable>(
    _ patience: Duration,
    _ work: @escaping @Sendable () -> Value
  ) async -> Value? {
    await withCheckedContinuation { waiter in
      let once = Once(waiter)
      let queue = DispatchQueue.global()
      queue.async { once.resume(work()) }
      queue.asyncAfter(deadline: .now() + patience / .seconds(1)) { once.resume(nil) }
    }
  }

  /// Takes the first of two answers.
  private final class Once<Value: Sendable>: Sendable {
    private let waiter: Mutex<CheckedContinuation<Value?, Never>?>

    init(_ waiter: CheckedContinuation<Value?, Never>) {
      self.waiter = Mutex(waiter)
    }

    func resume(_ value: Value?) {
      waiter.withLock { $0.take() }?.resume(returning: value)
    }
  }
}
