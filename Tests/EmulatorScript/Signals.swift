import Glibc

/// The signals that end a program: the emulator hands them on.
public struct Signals: Sendable {
  private var set = sigset_t()

  /// Blocks them: make this before there are other threads, which would take them.
  public init() {
    signal(SIGPIPE, SIG_IGN)
    sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Takes a signal that has come; `nil` if none has.
  public func take() -> Int32? {
    var set = set
    var none = timespec()
    let number = sigtimedwait(&set, nil, &none)
    return number > 0 ? number : nil
  }
}
