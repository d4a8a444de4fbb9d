import Glibc

/// A Unix socket that machines connect to; destroying it takes it away.
struct ListeningSocket: ~Copyable {
  let descriptor: Int32
  private let path: String

  init(path: String) throws(EmulatorError) {
    var address = sockaddr_un()
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else { throw .system("bind \(path)", ENAMETOOLONG) }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = Glibc.socket(AF_UNIX, flags | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .system("make a socket", errno) }
    Glibc.unlink(path)
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    guard bound == 0, listen(descriptor, 1) == 0 else {
      let code = errno
      close(descriptor)
      throw .system("bind \(path)", code)
    }
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    close(descriptor)
    Glibc.unlink(path)
  }

  /// Takes the machine that waits; `nil` if none does.
  func accept() -> MachineConnection? {
    let accepted = Glibc.accept(descriptor, nil, nil)
    return accepted < 0 ? nil : MachineConnection(owning: accepted)
  }
}

/// The connection to a machine; destroying it closes it.
struct MachineConnection: ~Copyable {
  /// Where more output waits than this, nothing more is read: a machine that does not listen may
  /// not fill the memory.
  static let mostOutput = 1 << 18

  let descriptor: Int32
  private(set) var output: [UInt8] = []

  init(owning descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Reads what has come; `nil` at the end of the connection.
  func read() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count > 0 { return Array(buffer.prefix(count)) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
  }

  /// Sends as much as the machine takes.
  ///
  /// - Parameter bytes: More to send.
  /// - Returns: `false` at the end of the connection.
  mutating func write(_ bytes: [UInt8]) -> Bool {
    output += bytes
    while !output.isEmpty {
      let count = Glibc.write(descriptor, output, output.count)
      guard count > 0 else { return errno == EAGAIN || errno == EINTR }
      output.removeFirst(count)
    }
    return true
  }
}
