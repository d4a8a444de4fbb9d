/// The newest text that a sensor sent in answer to a command.
struct ReplyText: Sendable {
  private static let limit = 512
  private var bytes: [UInt8] = []

  /// Forgets all text.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Takes a byte in; the oldest go when there are too many.
  mutating func append(_ byte: UInt8) {
    if bytes.count == Self.limit { bytes.removeFirst(Self.limit / 2) }
    bytes.append(byte)
  }

  /// Whether the newest bytes are these.
  func ends(with suffix: [UInt8]) -> Bool {
    bytes.suffix(suffix.count).elementsEqual(suffix)
  }

  /// The text, with a blank for each line's end and nothing else that cannot be printed.
  var printable: String { Self.printable(bytes[...]) }

  /// The lines without those that are empty, made printable.
  var lines: [String] {
    bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }).map(Self.printable)
  }

  private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      switch byte {
      case 32..<127: text.unicodeScalars.append(Unicode.Scalar(byte))
      case 10, 13: text.append(" ")
      default: break
      }
    }
    return text
  }
}

extension SampleFrames {
  /// Notes that frames are missing before the next one.
  ///
  /// - Parameters:
  ///   - count: How many; nothing happens at 0.
  ///   - channelCount: The values of a frame.
  mutating func lose(_ count: Int, channelCount: Int) {
    guard count > 0 else { return }
    losses.append(Loss(frame: values.count / channelCount, count: count))
  }
}

extension DialogueStep {
  /// Notes bytes that belong to no frame; nothing happens at 0.
  mutating func noteSkipped(_ bytes: Int) {
    guard bytes > 0 else { return }
    notices.append(.skipped(bytes: bytes))
  }
}
