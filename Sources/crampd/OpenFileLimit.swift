import Glibc

/// How many files the process may have open at a time; each client is one.
enum OpenFileLimit {
  /// Raises the limit as far as the system lets an ordinary process.
  ///
  /// The soft limit is low for the sake of programs that use `select`; this one does not.
  static func raise() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
