import Glibc

/// The lines of standard input, as far as they have come; never blocks.
struct LineInput: ~Copyable {
  private static let longest = 65_536
  let descriptor: Int32
  private var bytes: [UInt8] = []
  private(set) var isAtEnd = false

  init() throws(EmulatorError) {
    descriptor = dup(0)
    guard descriptor >= 0 else { throw .system("open standard input", errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Reads what has come.
  mutating func fill() {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = read(descriptor, &buffer, buffer.count)
    if count > 0, bytes.count < Self.longest {
      bytes += buffer.prefix(count)
    } else if count >= 0 || (errno != EAGAIN && errno != EINTR) {
      isAtEnd = true
    }
  }

  /// Takes the next whole line; `nil` if there is none yet.
  mutating func next() -> String? {
    guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
    defer { bytes.removeFirst(end + 1) }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
