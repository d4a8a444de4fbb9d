import CrampModel

/// One file format while it is being read; a value, so that a copy reads on by itself.
protocol RecordingFormat: Sendable {
  var stream: StreamDescription { get }
  var duration: Double? { get }
  var warnings: [RecordingWarning] { get }
  var annotations: [Label] { get }

  /// Adds about `seconds` of samples to an empty block; returns `false` at the end.
  mutating func read(
    into block: inout SampleBlock,
    seconds: Double
  ) throws(RecordingError) -> Bool
}

extension RecordingFormat {
  var annotations: [Label] { [] }
}

/// The formats, as far as the first bytes and the name tell them apart.
enum FileKind {
  case edf
  case wave
  case openBCI
  case text

  /// Decides by content first, then by extension.
  ///
  /// - Parameters:
  ///   - head: The first bytes of the file.
  ///   - path: The file's path.
  /// - Throws: ``RecordingError`` if it is none of the formats.
  init(head: [UInt8], path: String) throws(RecordingError) {
    let name = path.lowercased()
    if Self.isEDF(head) || Self.isBDF(head) {
      self = .edf
    } else if head.starts(with: Array("RIFF".utf8)) {
      self = .wave
    } else if CaptureForm(head) != nil {
      throw RecordingError(path: path, .usbCapture)
    } else if name.hasSuffix(".edf") || name.hasSuffix(".bdf") {
      self = .edf
    } else if name.hasSuffix(".wav") {
      self = .wave
    } else if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      throw RecordingError(path: path, .unsupported("UTF-16 text"))
    } else if Self.isBinary(head) {
      throw RecordingError(path: path, .unknownFormat)
    } else if head.starts(with: Array("%OpenBCI".utf8)) {
      self = .openBCI
    } else {
      self = .text
    }
  }

  private static func isEDF(_ head: [UInt8]) -> Bool {
    head.starts(with: Array("0       ".utf8)) && !head.prefix(184).contains(UInt8(ascii: "\n"))
  }

  private static func isBDF(_ head: [UInt8]) -> Bool {
    head.starts(with: [0xFF] + Array("BIOSEMI".utf8))
  }

  private static func isBinary(_ head: [UInt8]) -> Bool {
    let blanks: [UInt8] = [9, 10, 12, 13]
    let strange = head.count { $0 < 32 && !blanks.contains($0) }
    return head.contains(0) || strange * 50 > head.count
  }
}
