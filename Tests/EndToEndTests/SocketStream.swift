import Foundation

/// A connection to the daemon as the kernel has it: bytes, and nobody waits unasked.
final class SocketStream {
  /// What a look at the socket found.
  enum Reading {
    case bytes(ArraySlice<UInt8>)
    case nothing
    case ended
  }

  let descriptor: Int32

  /// Connects; `nil` if nobody listens or there is no room in the queue.
  init?(_ path: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, size)
      }
    }
    // What was opened is closed at the end, also of one that comes to nothing.
    guard status == 0 else { return nil }
  }

  deinit {
    close(descriptor)
  }

  /// Reads what is there, at most `limit` bytes.
  func read(limit: Int = 65_536) -> Reading {
    var chunk = [UInt8](repeating: 0, count: limit)
    let count = recv(descriptor, &chunk, limit, Int32(MSG_DONTWAIT))
    if count > 0 { return .bytes(chunk.prefix(count)) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .ended
  }

  /// Waits for something to read, or for the end.
  func wait(milliseconds: Int32) -> Bool {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return Foundation.poll(&poll, 1, milliseconds) > 0
  }

  /// Sends bytes; returns whether the other end took all of them.
  @discardableResult
  func send(_ bytes: some Collection<UInt8>) -> Bool {
    count(sending: bytes, patience: 20_000) == bytes.count
  }

  /// Sends bytes and returns how many the other end took.
  ///
  /// Waits while the kernel's buffer is full, and gives up when nobody empties it for a while.
  func count(sending bytes: some Collection<UInt8>, patience milliseconds: Int32) -> Int {
    var rest = Array(bytes)[...]
    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, flags)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
        continue
      }
      var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard errno == EAGAIN, Foundation.poll(&poll, 1, milliseconds) > 0 else { break }
    }
    return bytes.count - rest.count
  }

  /// Says that nothing more will be sent.
  func endSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }
}

/// Whole lines out of bytes; half a line at the end was never said.
struct SocketLines {
  private var bytes: [UInt8] = []

  /// The lines that `more` completes.
  mutating func push(_ more: ArraySlice<UInt8>) -> [String] {
    bytes += more
    guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let lines = bytes[..<last].split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
    bytes.removeSubrange(...last)
    for line in lines { LineRecord.note(line) }
    return lines
  }
}
