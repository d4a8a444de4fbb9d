import CLibUSB
import Dispatch
import Glibc
import Synchronization

/// The thread that runs libusb's events, and the deadlines that it keeps for others.
///
///     sleep in libusb until a transfer ends, the nearest deadline is there, or somebody interrupts
///       ▲                                          │
///       └──────────── tell who waited too long ◀───┘
///
/// With nothing to do it sleeps: nobody polls.
final class EventLoop: Sendable {
  let context: USBContext
  private let schedule = Mutex(Schedule())
  private let isAtEnd = DispatchSemaphore(value: 0)

  private struct Schedule {
    var isRefusing = false
    var isEnding = false
    var thread: pthread_t?
    /// When the thread is to look after those who wait; may be too early, never too late.
    var wakeAt: ContinuousClock.Instant?
    var waiting: [OpenDevice] = []
    var turns: Int64 = 0
  }

  /// How long the thread sleeps when nothing is due, in seconds.
  private static let longest = 3600

  init() throws(USBError) {
    context = try USBContext()
  }

  /// Starts the thread; ``end(by:)`` must follow.
  func start() throws(USBError) {
    var thread = pthread_t()
    let loop = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread,
      nil,
      { argument in
        guard let argument else { return nil }
        crampd_name_thread("usb events")
        Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      },
      loop.toOpaque()
    )
    guard code == 0 else {
      loop.release()
      throw USBError(LIBUSB_ERROR_NO_MEM, "start the thread for USB events")
    }
    let started = thread
    schedule.withLock { $0.thread = started }
  }

  /// Ends the thread and waits for it; does nothing the second time.
  ///
  /// A thread that the kernel keeps is left to itself: it holds on to the loop, and so to libusb's
  /// session.
  ///
  /// - Parameter deadline: How long it waits.
  /// - Returns: Whether the thread has ended.
  func end(by deadline: DispatchTime) -> Bool {
    let thread = schedule.withLock { schedule in
      schedule.isEnding = true
      defer { schedule.thread = nil }
      return schedule.thread
    }
    guard let thread else { return true }
    libusb_interrupt_event_handler(context.pointer)
    guard isAtEnd.wait(timeout: deadline) == .success else {
      pthread_detach(thread)
      return false
    }
    pthread_join(thread, nil)
    return true
  }

  /// Keeps a device and calls its ``OpenDevice/expire(at:)`` when a deadline has come, until it is
  /// forgotten.
  ///
  /// - Parameter device: The device.
  /// - Returns: Whether the thread will still do so.
  func look(after device: OpenDevice) -> Bool {
    schedule.withLock { schedule in
      guard !schedule.isRefusing, !schedule.isEnding else { return false }
      schedule.waiting.append(device)
      return true
    }
  }

  /// The devices that are open; none can be opened any longer.
  func refuseMore() -> [OpenDevice] {
    schedule.withLock { schedule in
      schedule.isRefusing = true
      return schedule.waiting
    }
  }

  /// The devices that are open at an address.
  func devices(at address: USBAddress) -> [OpenDevice] {
    schedule.withLock { $0.waiting.filter { $0.address == address } }
  }

  /// Forgets a device.
  func forget(_ device: OpenDevice) {
    schedule.withLock { $0.waiting.removeAll { $0 === device } }
  }

  /// Has the thread look after those who wait at `deadline`, or before.
  func wake(at deadline: ContinuousClock.Instant) {
    let isSooner = schedule.withLock { schedule in
      if let planned = schedule.wakeAt, planned <= deadline { return false }
      schedule.wakeAt = deadline
      return true
    }
    if isSooner { libusb_interrupt_event_handler(context.pointer) }
  }

  /// The same on the thread itself, which has not gone to sleep yet.
  func plan(at deadline: ContinuousClock.Instant) {
    schedule.withLock { $0.wakeAt = min($0.wakeAt ?? deadline, deadline) }
  }

  /// Whether the thread should have looked after somebody by now, and how often it has so far.
  var progress: (isOverdue: Bool, turns: Int64) {
    let now = ContinuousClock.now
    return schedule.withLock { schedule in
      (schedule.wakeAt.map { $0 < now } ?? false, schedule.turns)
    }
  }

  private func run() {
    defer { isAtEnd.signal() }
    while let sleep = nextSleep() {
      var timeout = timeval(tv_sec: Int(sleep.components.seconds), tv_usec: sleep.microseconds)
      let code = LibUSB.events(context.pointer, within: &timeout)
      if code < 0, code != LIBUSB_ERROR_INTERRUPTED.rawValue {
        usleep(10_000)  // libusb cannot wait; do not run hot.
      }
    }
  }

  /// How long nothing will be due; `nil` at the end.
  private func nextSleep() -> Duration? {
    let now = ContinuousClock.now
    schedule.withLock { $0.turns += 1 }
    for device in due(at: now) {
      guard let deadline = device.expire(at: now) else { continue }
      plan(at: deadline)
    }
    return schedule.withLock { schedule in
      guard !schedule.isEnding else { return nil }
      guard let wakeAt = schedule.wakeAt else { return .seconds(Self.longest) }
      return max(.zero, min(now.duration(to: wakeAt), .seconds(Self.longest)))
    }
  }

  private func due(at now: ContinuousClock.Instant) -> [OpenDevice] {
    schedule.withLock { schedule in
      guard let wakeAt = schedule.wakeAt, wakeAt <= now else { return [] }
      schedule.wakeAt = nil
      return schedule.waiting
    }
  }
}

extension Duration {
  /// The part below a second, in microseconds, rounded up: a sleep does not end too early.
  fileprivate var microseconds: Int {
    min(999_999, Int((components.attoseconds + 999_999_999_999) / 1_000_000_000_000))
  }
}
