/// Cuts a stream of bytes into lines, whatever the writes were, in bounded memory.
struct LineSplitter {
  /// What comes next in the stream.
  enum Line: Hashable {
    /// A line without its line feed.
    case text(String)
    /// More bytes than the limit without a line feed; the stream is of no further use.
    case tooLong
    /// Bytes that are no UTF-8; the stream is of no further use.
    case notUTF8
  }

  /// The longest line in bytes, without its line feed.
  let limit: Int
  private var bytes: [UInt8] = []
  private var start = 0
  /// Up to here there is no line feed.
  private var searched = 0

  init(limit: Int) {
    self.limit = limit
  }

  /// Adds bytes as they came.
  mutating func push(_ chunk: some Sequence<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      searched -= start
      start = 0
    }
    bytes.append(contentsOf: chunk)
  }

  /// Takes the next whole line; empty lines are passed over, a carriage return at the end is cut.
  mutating func next() -> Line? {
    while true {
      guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
        searched = bytes.count
        return bytes.count - start > limit ? .tooLong : nil
      }
      let line = bytes[start..<end]
      start = end + 1
      searched = start
      if let line = Self.line(line, limit: limit) { return line }
    }
  }

  /// Takes what follows the last line feed when the stream has ended.
  mutating func rest() -> Line? {
    let line = bytes[start...]
    start = bytes.count
    searched = start
    return Self.line(line, limit: limit)
  }

  private static func line(_ bytes: ArraySlice<UInt8>, limit: Int) -> Line? {
    let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
    guard !bytes.isEmpty else { return nil }
    guard bytes.count <= limit else { return .tooLong }
    guard let text = String(validating: bytes, as: UTF8.self) else { return .notUTF8 }
    return .text(text)
  }
}
