import CUMockdev
import EmulatorScript
import Glibc

/// The file that a program opens to reach a device.
///
/// libusb waits until the file can be written and then fetches what is done. A regular file can
/// always be written, which would keep libusb busy for nothing; a FIFO can while there is room
/// in it. So the FIFO holds one byte in its only page unless something is done.
struct DeviceNode: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var isReady = true

  /// Makes the file.
  init(path: String) throws(EmulatorError) {
    descriptor = try Self.makePipe(path)
    self.path = path
    setReady(false)
  }

  private static func makePipe(_ path: String) throws(EmulatorError) -> Int32 {
    Glibc.unlink(path)
    guard mkfifo(path, 0o660) == 0 else { throw .system("make \(path)", errno) }
    let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open \(path)", errno) }
    guard fcntl(descriptor, Int32(crampd_set_pipe_size), 4_096) >= 0 else {
      let code = errno
      close(descriptor)
      throw .system("set the size of \(path)", code)
    }
    return descriptor
  }

  deinit {
    close(descriptor)
    Glibc.unlink(path)
  }

  /// Says whether there is something to fetch.
  mutating func setReady(_ wanted: Bool) {
    guard wanted != isReady else { return }
    var byte: UInt8 = 0
    let count = wanted ? read(descriptor, &byte, 1) : write(descriptor, &byte, 1)
    if count == 1 { isReady = wanted }
  }

  /// Takes the file away; programs that have it open keep it.
  func hide() {
    Glibc.unlink(path)
  }

  /// Lets the next programs fail to open it; 0 lets them open it again.
  ///
  /// A file of the kernel that nobody may write gives EACCES even to root.
  func refuse(_ code: Int32) {
    let aside = path + ".aside"
    switch code {
    case 0:
      if access(aside, F_OK) == 0 { rename(aside, path) }
    case EACCES:
      rename(path, aside)
      symlink("/proc/sys/kernel/ostype", path)
    default:
      rename(path, aside)
    }
  }
}
