import Glibc

/// What tells whether a file has been changed, without a look at its content.
struct FileStamp: Equatable {
  /// How many numbers a stamp has.
  static let count = 4

  /// The length in bytes, the number of the file, and in nanoseconds when its content and when
  /// anything about it was changed.
  let numbers: [Int64]

  init(numbers: [Int64]) {
    self.numbers = numbers
  }

  /// The stamp of the file of that name; `nil` if there is none to be seen.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    numbers = [
      Int64(status.st_size), Int64(bitPattern: UInt64(status.st_ino)),
      Self.nanoseconds(status.st_mtim), Self.nanoseconds(status.st_ctim),
    ]
  }

  /// Stamps a file such that every later change shows: the kernel counts its own times in steps of
  /// some milliseconds, in which a file can be changed again.
  ///
  /// - Throws: ``DiskError`` if the file cannot be given a time.
  init?(marking path: String) throws(DiskError) {
    var now = timespec()
    guard unsafe clock_gettime(CLOCK_REALTIME, &now) == 0 else { throw .last("read the clock of") }
    let times = [now, now]
    guard unsafe utimensat(AT_FDCWD, path, times, 0) == 0 else { throw .last("mark") }
    self.init(path: path)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
