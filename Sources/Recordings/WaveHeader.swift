import CrampModel

/// What the chunks of a RIFF WAVE file say before the samples.
///
///     "RIFF" length "WAVE" { name(4) length(4) content, padded to even length }...
struct WaveHeader: Sendable {
  private(set) var channels = 0
  private(set) var rate = 0
  private(set) var code = SampleCode.signed16
  /// The first byte of the samples.
  private(set) var dataOffset = 0
  /// The bytes of samples that are there.
  private(set) var dataLength = 0
  private(set) var warnings: [RecordingWarning] = []

  /// Bytes of one sample of every channel.
  var frameWidth: Int { channels * code.width }

  /// Walks the chunks up to the samples.
  ///
  /// - Throws: ``RecordingError`` if it is no WAVE file, has no samples, or codes them in a way
  ///   that is not read.
  init(file: InputFile) throws(RecordingError) {
    let head = try file.bytes(count: 12)
    guard head.count == 12, head.starts(with: Array("RIFF".utf8)) else {
      throw RecordingError(path: file.path, byteOffset: 0, .header("no RIFF header"))
    }
    guard head[8...].elementsEqual("WAVE".utf8) else {
      throw RecordingError(path: file.path, byteOffset: 8, .header("RIFF, but not WAVE"))
    }
    var offset = 12
    while let chunk = try Self.chunk(at: offset, in: file) {
      if chunk.name == "fmt " {
        try readFormat(at: offset + 8, length: chunk.length, in: file)
      } else if chunk.name == "data" {
        try readData(at: offset + 8, length: chunk.length, in: file)
        return
      }
      offset += 8 + chunk.length + chunk.length % 2
    }
    throw RecordingError(
      path: file.path,
      byteOffset: min(offset, file.size),
      .header("the file ends before the samples begin")
    )
  }

  private static func chunk(
    at offset: Int,
    in file: InputFile
  ) throws(RecordingError) -> (name: String, length: Int)? {
    guard offset + 8 <= file.size else { return nil }
    let bytes = try file.bytes(count: 8, from: offset)
    guard bytes.count == 8 else { return nil }
    return (String(decoding: bytes.prefix(4), as: UTF8.self), bytes.littleEndian(at: 4, 4))
  }

  private mutating func readFormat(
    at offset: Int,
    length: Int,
    in file: InputFile
  ) throws(RecordingError) {
    let bytes = try file.bytes(count: min(length, 40), from: offset)
    guard bytes.count >= 16 else {
      throw RecordingError(path: file.path, byteOffset: offset, .header("the format is too short"))
    }
    var tag = bytes.littleEndian(at: 0, 2)
    // WAVE_FORMAT_EXTENSIBLE: the tag is the start of the sub-format's identifier.
    if tag == 0xFFFE, bytes.count >= 26 { tag = bytes.littleEndian(at: 24, 2) }
    let bits = bytes.littleEndian(at: 14, 2)
    switch (tag, bits) {
    case (1, 8): code = .unsigned8
    case (1, 16): code = .signed16
    case (1, 24): code = .signed24
    case (1, 32): code = .signed32
    case (3, 32): code = .float32
    default:
      throw RecordingError(
        path: file.path,
        byteOffset: offset,
        .unsupported("WAV with format \(tag) and \(bits) bits a sample")
      )
    }
    channels = bytes.littleEndian(at: 2, 2)
    rate = bytes.littleEndian(at: 4, 4)
    guard (1...1_024).contains(channels), bytes.littleEndian(at: 12, 2) == frameWidth else {
      throw RecordingError(
        path: file.path,
        byteOffset: offset + 2,
        .header("\(channels) channels do not fit the length of a sample")
      )
    }
    try file.check(rate: Double(rate))
  }

  private mutating func readData(
    at offset: Int,
    length: Int,
    in file: InputFile
  ) throws(RecordingError) {
    guard channels > 0 else {
      throw RecordingError(path: file.path, byteOffset: offset, .header("samples before a format"))
    }
    let present = file.size - offset
    dataOffset = offset
    // Programs that stream leave 0 or the largest number.
    dataLength = length == 0 ? present : min(length, present)
    if length != dataLength {
      let message = "the header promises \(length) bytes of samples, \(present) are there"
      warnings.append(
        RecordingWarning(
          path: file.path,
          byteOffset: offset - 4,
          message: message + "; they are read"
        )
      )
    }
    let rest = dataLength % frameWidth
    if rest != 0 {
      warnings.append(
        RecordingWarning(
          path: file.path,
          byteOffset: offset + dataLength - rest,
          message: "the last sample is not whole; it is left out"
        )
      )
    }
  }
}

extension [UInt8] {
  /// An unsigned number of up to four bytes, least significant first.
  fileprivate func littleEndian(at offset: Int, _ width: Int) -> Int {
    self[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
