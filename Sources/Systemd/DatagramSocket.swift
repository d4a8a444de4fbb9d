import CLinux
import Glibc

/// An unconnected datagram socket; destroying it closes it.
///
/// Being unconnected, it reaches whoever is bound to the address at that moment, so a receiver
/// that restarts needs no care.
struct DatagramSocket: ~Copyable {
  private let descriptor: CInt

  /// Makes a socket; `nil` where there are no descriptors or no memory left.
  ///
  /// - Parameter longestWait: How many seconds a send that waits for room does so at most.
  init?(longestWait: Int = 1) {
    descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var time = timeval(tv_sec: longestWait, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    guard setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size) == 0 else { return nil }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Sends a datagram and returns 0 or the errno.
  func send(_ bytes: [UInt8], to address: UnixAddress, waits: Bool = false) -> CInt {
    crampd_send_datagram(
      descriptor,
      address.bytes,
      address.bytes.count,
      bytes,
      bytes.count,
      -1,
      waits ? 0 : CInt(MSG_DONTWAIT)
    )
  }

  /// Sends an empty datagram with a descriptor and returns 0 or the errno.
  func send(_ memory: borrowing SealedMemory, to address: UnixAddress) -> CInt {
    let flags = CInt(MSG_DONTWAIT)
    let bytes = address.bytes
    return crampd_send_datagram(
      descriptor,
      bytes,
      bytes.count,
      nil,
      0,
      memory.descriptor,
      flags
    )
  }
}
