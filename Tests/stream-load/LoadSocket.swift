import CEpoll
import Glibc

/// What stops a load run.
struct LoadError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }

  /// Names what the system refused.
  static func system(_ operation: String) -> Self {
    Self("\(operation): \(String(cString: strerror(errno)))")
  }
}

/// One connection to the daemon; destroying it closes it.
final class LoadSocket {
  let descriptor: Int32

  init(path: String) throws(LoadError) {
    descriptor = crampd_connect(path)
    guard descriptor >= 0 else { throw .system("connect to \(path)") }
  }

  deinit { close(descriptor) }

  /// Reads what is there; `nil` if the server has closed the connection.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
    if count > 0 { return count }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : nil
  }

  /// Writes a line; a request is shorter than what the kernel always takes.
  func write(_ line: String) throws(LoadError) {
    var line = line + "\n"
    let length = line.utf8.count
    let count = line.withUTF8 {
      send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    guard count == length else { throw .system("send") }
  }
}

/// Tells which of many connections can be read.
final class Poller {
  private let descriptor: Int32
  private var tags = [UInt32](repeating: 0, count: 256)

  init() throws(LoadError) {
    descriptor = epoll_create1(0)
    guard descriptor >= 0 else { throw .system("epoll") }
  }

  deinit { close(descriptor) }

  func add(_ socket: LoadSocket, tag: Int) throws(LoadError) {
    guard crampd_epoll_add(descriptor, socket.descriptor, UInt32(tag)) == 0 else {
      throw .system("epoll")
    }
  }

  func remove(_ socket: LoadSocket) {
    _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, socket.descriptor, nil)
  }

  /// Waits at most so long; gives the tags of what can be read.
  func wait(milliseconds: Int32) -> ArraySlice<UInt32> {
    let count = crampd_epoll_wait(descriptor, &tags, Int32(tags.count), milliseconds)
    return tags.prefix(max(0, Int(count)))
  }
}
