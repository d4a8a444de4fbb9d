/// Cuts the bytes of the copy into lines, as they come, in bounded memory.
struct JournalCopyText {
  /// A line that can be trusted, or the place of one that cannot.
  enum Piece {
    case line(JournalCopyLine)
    case broken
  }

  /// Longer than the longest line: events that wait take half of it together.
  static let longestLine = 32 << 20

  /// Where the last trusted line ends, in bytes from the beginning.
  private(set) var soundEnd = 0
  /// How many bytes were cut into lines.
  private(set) var offset = 0
  private var bytes: [UInt8] = []
  private var start = 0
  /// From where on no line feed has been looked for.
  private var searched = 0
  private var isSkipping = false
  private var newest: Int64 = 0

  /// Takes the next bytes.
  mutating func push(_ more: ArraySlice<UInt8>) {
    bytes.removeFirst(start)
    searched -= start
    start = 0
    bytes.append(contentsOf: more)
  }

  /// The next piece; `nil` if its end has not come yet.
  ///
  /// Seqs only grow in a copy; a line that goes back is not to be trusted.
  mutating func next() -> Piece? {
    guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = bytes.count
      if bytes.count - start > Self.longestLine { skip() }
      return nil
    }
    let line = bytes[start..<end]
    offset += end + 1 - start
    start = end + 1
    searched = start
    defer { isSkipping = false }
    guard !isSkipping, let parsed = JournalCopyLine(line), parsed.seq > newest else {
      return .broken
    }
    newest = parsed.seq
    soundEnd = offset
    return .line(parsed)
  }

  /// What is left at the end without a line feed, as a broken piece.
  mutating func finish() -> Piece? {
    guard start < bytes.count || isSkipping else { return nil }
    skip()
    isSkipping = false
    return .broken
  }

  private mutating func skip() {
    offset += bytes.count - start
    bytes = []
    start = 0
    searched = 0
    isSkipping = true
  }
}
