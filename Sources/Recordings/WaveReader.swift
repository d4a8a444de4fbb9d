import CrampModel

/// RIFF WAVE with integer or float samples.
struct WaveReader: RecordingFormat {
  let stream: StreamDescription
  let duration: Double?
  let warnings: [RecordingWarning]

  private let file: InputFile
  private let header: WaveHeader
  private let columns: [Int]
  private let calibration: [Calibration]
  private let frameCount: Int
  private var frame = 0
  private var buffer: [UInt8] = []

  init(file: InputFile, options: ReadingOptions) throws(RecordingError) {
    let header = try WaveHeader(file: file)
    let names = (1...header.channels).map { header.channels == 1 ? "emg" : "ch\($0)" }
    let limit = header.code.limit
    let selection = try ChannelSelection(
      names.map { name in
        FileChannel(
          name: name,
          unit: limit == nil ? .arbitrary : .count,
          rate: Double(header.rate),
          low: limit.map { -$0 },
          high: limit.map { $0 - 1 }
        )
      },
      options: options,
      file: file
    )
    self.file = file
    self.header = header
    columns = selection.indices
    calibration = selection.factors.map { Calibration(scale: $0, zero: 0) }
    frameCount = header.dataLength / header.frameWidth
    duration = Double(frameCount) / Double(header.rate)
    warnings = header.warnings
    stream = StreamDescription(
      sensor: "replay:\(file.name)",
      driver: "replay",
      channels: selection.channels
    )
  }

  mutating func read(
    into block: inout SampleBlock,
    seconds: Double
  ) throws(RecordingError) -> Bool {
    let most = max(1, Self.mostBytes / header.frameWidth)
    let wanted = max(1, Int((seconds * Double(header.rate)).rounded()))
    let count = min(wanted, most, frameCount - frame)
    guard count > 0 else { return false }
    let size = count * header.frameWidth
    if buffer.count < size { buffer = [UInt8](repeating: 0, count: size) }
    let offset = header.dataOffset + frame * header.frameWidth
    let found = try file.read(into: &buffer, count: size, from: offset)
    guard found == size else {
      throw RecordingError(
        path: file.path,
        byteOffset: offset + found,
        .truncated(expected: offset + size, found: offset + found)
      )
    }
    for (index, column) in columns.enumerated() {
      block.channels[index].append(
        from: buffer,
        at: column * header.code.width,
        stride: header.frameWidth,
        count: count,
        code: header.code,
        calibration: calibration[index]
      )
    }
    frame += count
    return true
  }

  private static let mostBytes = 4 << 20
}

extension SampleCode {
  /// One more than the largest code; `nil` for floats.
  fileprivate var limit: Double? {
    switch self {
    case .unsigned8: 0x1p7
    case .signed16: 0x1p15
    case .signed24: 0x1p23
    case .signed32: 0x1p31
    case .float32: nil
    }
  }
}
