import Glibc

/// A bound datagram socket of the test, in place of journald or of the service manager.
///
/// What was sent in this process is there at once, so nothing need be waited for.
final class DatagramReceiver: Sendable {
  private let descriptor: CInt
  private let path: String?

  /// Binds to a path, or to an abstract name after `@`; the kernel keeps few datagrams for it.
  init(at address: String) throws {
    descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
    path = address.hasPrefix("@") ? nil : address
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(address.utf8)
    if path == nil { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
    let length = 2 + bytes.count + (path == nil ? 0 : 1)
    let code = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(length))
      }
    }
    guard code == 0 else { throw Disappointment("bind \(address): errno \(errno)") }
  }

  deinit {
    close(descriptor)
    if let path { unlink(path) }
  }

  /// The next datagram; `nil` if there is none.
  func receive() -> [UInt8]? {
    receiveWithDescriptor()?.bytes
  }

  /// All datagrams that are there.
  func receiveAll() -> [[UInt8]] {
    var all: [[UInt8]] = []
    while let next = receive() { all.append(next) }
    return all
  }

  /// The next datagram and the descriptor that came with it, which is the caller's to close.
  func receiveWithDescriptor() -> (bytes: [UInt8], descriptor: CInt?)? {
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    // A control message is its length, level and type, 16 bytes, and one descriptor (cmsg(3)).
    var control = [CInt](repeating: 0, count: 8)
    let (count, controlLength) = bytes.withUnsafeMutableBytes { buffer in
      control.withUnsafeMutableBytes { control in
        var part = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
        return withUnsafeMutablePointer(to: &part) { part in
          var message = msghdr()
          message.msg_iov = part
          message.msg_iovlen = 1
          message.msg_control = control.baseAddress
          message.msg_controllen = control.count
          let count = recvmsg(descriptor, &message, CInt(MSG_DONTWAIT))
          return (count, message.msg_controllen)
        }
      }
    }
    guard count >= 0 else { return nil }
    return (Array(bytes[..<count]), controlLength >= 20 ? control[4] : nil)
  }
}

/// What a test could not set up.
struct Disappointment: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A directory that goes when its owner goes; its path is short enough for a socket.
final class Scratch: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/crampd-systemd-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Disappointment("mkdtemp: errno \(errno)") }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    rmdir(path)
  }

  var socket: String { path + "/s" }
}
