/// The byte stream of a SpikerBox: frames and, anywhere between their bytes, messages.
///
/// Source: Backyard Brains, "Guide for USB communication with SpikerBox" R7.
struct SpikerBoxStream: Hashable, Sendable {
  /// A message between its marks.
  static func message(_ text: String) -> [UInt8] {
    [0xFF, 0xFF, 0x01, 0x01, 0x80, 0xFF] + Array(text.utf8) + [0xFF, 0xFF, 0x01, 0x01, 0x81, 0xFF]
  }

  /// A frame: two bytes of seven bits a channel, bit 7 set in the first byte only.
  static func frame(_ values: some Sequence<Float>) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values {
      let count = UInt16(value)
      bytes += [UInt8(count >> 7 & 0x7F), UInt8(count & 0x7F)]
    }
    if let first = bytes.first { bytes[0] = first | 0x80 }
    return bytes
  }

  /// Messages that wait to be said in the middle of the next frame.
  private var waiting: [UInt8] = []

  mutating func interject(_ text: String) {
    waiting += Self.message(text)
  }

  /// The frame with what waits after its first byte.
  mutating func bytes(of frame: [UInt8]) -> [UInt8] {
    guard !waiting.isEmpty, let first = frame.first else { return frame }
    defer { waiting.removeAll() }
    return [first] + waiting + frame.dropFirst()
  }
}

/// The settings in a command line such as `conf s:10000;c:2;`.
struct SpikerBoxCommand: Hashable, Sendable {
  let settings: [String: String]

  init(_ line: String) {
    var settings: [String: String] = [:]
    let text = line.hasPrefix("conf ") ? line.dropFirst(5) : line[...]
    for part in text.split(separator: ";") {
      let pair = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = pair.first else { continue }
      settings[name.filter { !$0.isWhitespace }] = pair.count > 1 ? String(pair[1]) : ""
    }
    self.settings = settings
  }
}
