import CLinux
import Glibc

/// A connection to a Unix socket that never waits for longer than it is told.
struct UnixConnection: ~Copyable {
  private let descriptor: Int32
  private var taken: [UInt8] = []
  private let end: ContinuousClock.Instant

  /// How much one visit reads at most.
  private static let most = 32 << 20
  private var total = 0

  /// Connects.
  init(_ path: String, until end: ContinuousClock.Instant) throws(SystemError) {
    descriptor = try Self.open(path)
    self.end = end
  }

  private static func open(_ path: String) throws(SystemError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw SystemError(code: ENAMETOOLONG)
    }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { throw SystemError(code: errno) }
    let result = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      let code = errno
      close(descriptor)
      throw SystemError(code: code)
    }
    return descriptor
  }

  deinit {
    close(descriptor)
  }

  /// The process that listens, as the kernel says; `nil` if it says nothing.
  var listener: Int32? {
    var peer = crampd_credentials()
    var length = socklen_t(MemoryLayout<crampd_credentials>.size)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 else {
      return nil
    }
    return peer.process > 0 ? peer.process : nil
  }

  /// Sends a line, short enough for the socket's buffer.
  func send(_ line: String) throws(SystemError) {
    let bytes = Array((line + "\n").utf8)
    let count = unsafe bytes.withUnsafeBytes { raw in
      unsafe Glibc.send(descriptor, raw.baseAddress, raw.count, Int32(MSG_NOSIGNAL))
    }
    guard count == bytes.count else { throw SystemError(code: count < 0 ? errno : EAGAIN) }
  }

  /// The next line without its line feed; `nil` at the end of the stream.
  ///
  /// - Parameter limit: Until when to wait, if that is before the end of the visit.
  /// - Returns: The line.
  /// - Throws: ``SystemError`` with `ETIMEDOUT` if there is none in time.
  mutating func line(until limit: ContinuousClock.Instant? = nil) throws(SystemError) -> String? {
    var searched = 0
    while true {
      if let feed = taken[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: taken[..<feed], as: UTF8.self)
        taken.removeFirst(feed + 1)
        return line
      }
      searched = taken.count
      guard total < Self.most else { throw SystemError(code: EMSGSIZE) }
      try wait(until: limit.map { min($0, end) } ?? end)
      guard try take() else { return nil }
    }
  }

  private func wait(until limit: ContinuousClock.Instant) throws(SystemError) {
    while true {
      let left = ContinuousClock.now.duration(to: limit) / .milliseconds(1)
      guard left > 0 else { throw SystemError(code: ETIMEDOUT) }
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&wanted, 1, Int32(min(60_000, left.rounded(.up))))
      if ready > 0 { return }
      if ready < 0, errno != EINTR { throw SystemError(code: errno) }
    }
  }

  /// Takes what is there; `false` at the end of the stream.
  private mutating func take() throws(SystemError) -> Bool {
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe piece.withUnsafeMutableBytes { raw in
      unsafe recv(descriptor, raw.baseAddress, raw.count, 0)
    }
    if count < 0, errno == EINTR || errno == EAGAIN { return true }
    guard count >= 0 else { throw SystemError(code: errno) }
    taken += piece.prefix(count)
    total += count
    return count > 0
  }
}
