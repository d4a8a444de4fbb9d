import CrampModel
import Recordings
import SensorSources

/// What `detect` and `convert` read: a recording, or a USB capture of a sensor.
struct SampleInput {
  private enum Kind {
    case recording(RecordingReader)
    case capture(CaptureReplay)
  }

  /// What it holds.
  let stream: StreamDescription
  /// Its length in seconds, where that is known.
  let duration: Double?
  private var kind: Kind

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - reading: What a person says about it.
  /// - Throws: ``RecordingError``, ``CaptureError``, ``Failure``.
  init(path: String, reading: ReadingArguments) throws {
    if try CaptureReader.recognizes(path: path) {
      let replay = try CaptureReplay(path: path, options: reading.captureOptions)
      guard reading.channels.isEmpty else {
        throw Failure.wrongUse("read \(path): --channel is for recordings, not for USB captures")
      }
      kind = .capture(replay)
      stream = replay.stream
      duration = nil
    } else {
      let reader = try RecordingReader(path: path, options: reading.options)
      kind = .recording(reader)
      stream = reader.stream
      duration = reader.duration
    }
  }

  /// What was odd so far.
  var warnings: [RecordingWarning] {
    switch kind {
    case .recording(let reader): reader.warnings
    case .capture(let replay): replay.warnings
    }
  }

  /// The annotations met so far.
  var annotations: [Label] {
    switch kind {
    case .recording(let reader): reader.annotations
    case .capture: []
    }
  }

  /// Reads about `seconds` of samples; `false` at the end.
  mutating func read(
    into block: inout SampleBlock,
    seconds: Double
  ) throws(RecordingError) -> Bool {
    switch kind {
    case .recording(var reader):
      defer { kind = .recording(reader) }
      return try reader.read(into: &block, seconds: seconds)
    case .capture(var replay):
      defer { kind = .capture(replay) }
      return try replay.read(into: &block, seconds: seconds)
    }
  }

  /// The stream with rails for all channels: those that are known, else what the samples cover.
  func streamWithRanges() throws(RecordingError) -> StreamDescription {
    guard stream.channels.contains(where: { $0.railLow == nil || $0.railHigh == nil }) else {
      return stream
    }
    var ranges = SampleRanges(stream)
    var copy = self
    var block = SampleBlock(channelCount: stream.channels.count)
    while try copy.read(into: &block, seconds: 10) { ranges.add(block) }
    return ranges.stream
  }
}
