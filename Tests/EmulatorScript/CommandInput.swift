import Glibc

/// The lines of a script, as far as they have come; never blocks.
public struct CommandInput: ~Copyable, Sendable {
  private static let longestLine = 65_536
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  /// Whether nothing more can come.
  public private(set) var isAtEnd = false

  /// Opens a file or FIFO, or takes standard input for `-`.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``EmulatorError`` if it cannot be opened.
  public init(path: String) throws(EmulatorError) {
    let opened = path == "-" ? dup(0) : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard opened >= 0 else { throw .system("open \(path)", errno) }
    _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
    descriptor = opened
  }

  deinit {
    close(descriptor)
  }

  /// Takes the next whole line; `nil` if there is none yet.
  public mutating func next() -> String? {
    if !bytes.contains(0x0A) { fill() }
    guard let end = bytes.firstIndex(of: 0x0A) else {
      guard isAtEnd, !bytes.isEmpty else { return nil }
      defer { bytes.removeAll() }
      return String(decoding: bytes, as: UTF8.self)
    }
    defer { bytes.removeFirst(end + 1) }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  private mutating func fill() {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard !isAtEnd, poll(&poller, 1, 0) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = read(descriptor, &buffer, buffer.count)
    if count > 0, bytes.count < Self.longestLine {
      bytes += buffer.prefix(count)
    } else if count >= 0 || (errno != EAGAIN && errno != EINTR) {
      isAtEnd = true
    }
  }
}
