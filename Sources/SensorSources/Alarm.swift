internal import Glibc

/// What one thread sleeps on until it is rung, or until a time is over.
///
/// By the monotonic clock: a clock that somebody sets makes no sleep longer.
@safe struct Alarm: ~Copyable, @unchecked Sendable {  // Proof: its mutex guards what it points to.
  @unsafe private struct State {
    var mutex = unsafe pthread_mutex_t()
    var condition = pthread_cond_t()
    var isRung = false
  }

  private let state: UnsafeMutablePointer<State>

  init() {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State())
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(&state.pointee.condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
    unsafe pthread_mutex_init(&state.pointee.mutex, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(&state.pointee.condition)
    unsafe pthread_mutex_destroy(&state.pointee.mutex)
    unsafe state.deallocate()
  }

  /// Wakes the thread, or keeps it from its next sleep.
  func ring() {
    unsafe pthread_mutex_lock(&state.pointee.mutex)
    unsafe state.pointee.isRung = true
    unsafe pthread_cond_signal(&state.pointee.condition)
    unsafe pthread_mutex_unlock(&state.pointee.mutex)
  }

  /// Sleeps until it is rung, or until a time is over.
  func sleep(for duration: Duration) {
    var end = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &end)
    let (seconds, attoseconds) = duration.components
    let nanoseconds = end.tv_nsec + Int(attoseconds / 1_000_000_000)
    end.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
    end.tv_nsec = nanoseconds % 1_000_000_000
    unsafe pthread_mutex_lock(&state.pointee.mutex)
    var isOver = false
    while unsafe !state.pointee.isRung, !isOver {
      let code = unsafe pthread_cond_timedwait(
        &state.pointee.condition,
        &state.pointee.mutex,
        &end
      )
      isOver = code != 0
    }
    unsafe state.pointee.isRung = false
    unsafe pthread_mutex_unlock(&state.pointee.mutex)
  }
}
