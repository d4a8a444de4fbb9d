import CLinux
import Glibc

/// A file in memory that nobody can change any more (memfd_create(2)); destroying it closes it.
struct SealedMemory: ~Copyable {
  let descriptor: CInt

  /// Copies bytes; `nil` where there is no memory or no descriptor left.
  init?(_ bytes: [UInt8]) {
    descriptor = crampd_make_memory_file("crampd-journal-entry")
    guard descriptor >= 0 else { return nil }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { rest in
        write(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      written += count
    }
    guard crampd_seal(descriptor) == 0 else { return nil }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
