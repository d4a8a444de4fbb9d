import CLibUSB
import Dispatch
import Synchronization

/// The calls for one device that the kernel may keep waiting: one after the other, on a thread that
/// nobody shares.
///
///     ask ──▶ the device's queue ──▶ body ──▶ answer ──▶ the caller goes on
///      └──── limit, or cancelled and 0.5 s ──▶ timeout, and late until the answer is there
///
/// Callers only suspend. While an answer is late nothing more is asked, so a bus that hangs costs
/// one thread for each device and makes no queue longer.
final class DeviceCalls: Sendable {
  private let queue: DispatchQueue
  private let late = Mutex(0)

  /// How long a call may go on for a task that is cancelled.
  ///
  /// An assumption: ten times what a sensor takes to hear that it is to stop.
  static let grace = Duration.milliseconds(500)

  init(_ address: USBAddress) {
    queue = DispatchQueue(label: "usb device \(address)")
  }

  /// Whether a call still has no answer though its caller has given up.
  var isLate: Bool { late.withLock { $0 > 0 } }

  /// Has something done as soon as all before it is done.
  func order(_ body: @escaping @Sendable () -> Void) {
    queue.async(execute: body)
  }

  /// Has something done and waits for its answer.
  ///
  /// - Parameters:
  ///   - operation: What is asked, for the error.
  ///   - limit: How long the caller waits.
  ///   - body: Is done on the queue; it gives the answer once, then or later.
  /// - Returns: What the answer holds.
  /// - Throws: ``USBError`` of the answer; a timeout if there is none in time.
  func ask<Value: Sendable>(
    _ operation: String,
    within limit: Duration,
    _ body: @escaping @Sendable (DeviceAnswer<Value>) -> Void
  ) async throws(USBError) -> Value {
    guard !isLate else { throw USBError(LIBUSB_ERROR_TIMEOUT, operation) }
    let answer = DeviceAnswer<Value>(to: operation) { change in
      self.late.withLock { $0 += change }
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        answer.wait(continuation)
        answer.giveUp(after: limit)
        queue.async { body(answer) }
      }
    } onCancel: {
      answer.giveUp(after: Self.grace)
    }
    return try result.get()
  }
}

/// What one caller waits for, until it is there or takes too long.
final class DeviceAnswer<Value: Sendable>: Sendable {
  private typealias Waiting = CheckedContinuation<Result<Value, USBError>, Never>

  private enum State {
    case begun
    case waiting(Waiting)
    case late
    case given
  }

  private let state = Mutex(State.begun)
  private let operation: String
  /// Is told 1 when the answer becomes late, -1 when it is there after all.
  private let lateness: @Sendable (Int) -> Void

  init(to operation: String, lateness: @escaping @Sendable (Int) -> Void) {
    self.operation = operation
    self.lateness = lateness
  }

  /// Gives the answer; returns whether somebody still waited for it.
  @discardableResult
  func give(_ result: Result<Value, USBError>) -> Bool {
    let before = state.withLock { state in
      defer { state = .given }
      return state
    }
    switch before {
    case .waiting(let waiting):
      waiting.resume(returning: result)
      return true
    case .late:
      lateness(-1)
      return false
    case .begun, .given:
      return false
    }
  }

  fileprivate func wait(_ continuation: CheckedContinuation<Result<Value, USBError>, Never>) {
    state.withLock { $0 = .waiting(continuation) }
  }

  /// Ends the wait after a time, unless the answer is there by then.
  fileprivate func giveUp(after time: Duration) {
    DeviceDeadlines.queue.asyncAfter(deadline: .now() + time / .seconds(1)) { self.giveUp() }
  }

  private func giveUp() {
    let waiting = state.withLock { state -> Waiting? in
      guard case .waiting(let waiting) = state else { return nil }
      state = .late
      // Within the lock: nobody is to see the timeout and no lateness, or the answer before it.
      lateness(1)
      return waiting
    }
    waiting?.resume(returning: .failure(USBError(LIBUSB_ERROR_TIMEOUT, operation)))
  }
}

/// Deadlines that do not depend on the thread of USB events, which the kernel may keep waiting.
private enum DeviceDeadlines {
  static let queue = DispatchQueue(label: "usb deadlines")
}
