public import CrampModel

/// A recording that is being read, block by block, always forward.
///
/// Reads EDF, EDF+ and BDF(+), continuous and with gaps; WAV; tables of numbers as text; OpenBCI
/// text logs. A copy reads on from the same place by itself; the file closes with the last copy.
public struct RecordingReader: Sendable {
  private var format: any RecordingFormat

  /// What the recording holds.
  ///
  /// The sensor is `replay:` and the file's name, the driver is `replay`; the start is that of the
  /// header, taken as UTC, else ``Timestamp/epoch``.
  public let stream: StreamDescription

  /// The length in seconds with its gaps, where it is known before everything has been read.
  public let duration: Double?

  /// Opens a recording and reads its header.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - options: What a person says about it.
  /// - Throws: ``RecordingError`` if it is no recording, is damaged or says too little.
  public init(
    path: String,
    options: ReadingOptions = ReadingOptions()
  ) throws(RecordingError) {
    let file = try InputFile(path: path)
    if let rate = options.rate { try file.check(rate: rate.value) }
    let head = try file.bytes(count: 4_096)
    switch try FileKind(head: head, path: path) {
    case .edf: format = try EDFReader(file: file, options: options)
    case .wave: format = try WaveReader(file: file, options: options)
    case .openBCI, .text: format = try TextReader(file: file, options: options)
    }
    stream = format.stream
    duration = format.duration
  }

  /// What was odd so far; grows while reading.
  public var warnings: [RecordingWarning] { format.warnings }

  /// The annotations met so far, in seconds from the start; complete after the last block.
  public var annotations: [Label] { format.annotations }

  /// Reads about `seconds` of samples.
  ///
  /// - Parameters:
  ///   - block: Cleared first, its storage kept. A gap before its samples is in its `gap`.
  ///   - seconds: The length wanted; at least one sample of the fastest channel is read.
  /// - Returns: `false` at the end of the recording, the block is then empty.
  /// - Throws: ``RecordingError`` if the file is damaged here or the device fails.
  public mutating func read(
    into block: inout SampleBlock,
    seconds: Double
  ) throws(RecordingError) -> Bool {
    if block.channels.count == stream.channels.count {
      block.removeAll()
    } else {
      block = SampleBlock(channelCount: stream.channels.count)
    }
    let length = seconds.isFinite ? min(max(seconds, 1e-6), 3_600) : 1
    return try format.read(into: &block, seconds: length)
  }
}

extension InputFile {
  /// Refuses rates that no recording has.
  func check(rate: Double) throws(RecordingError) {
    guard rate > 0, rate <= 1_000_000 else {
      throw RecordingError(path: path, .rate(rate))
    }
  }
}
