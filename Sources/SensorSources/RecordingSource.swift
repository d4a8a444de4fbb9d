public import CrampModel
public import Recordings

/// A recorded sensor, played at a pace, once or over and over.
public struct RecordingSource: SampleSource {
  /// What the recording holds.
  public let stream: StreamDescription
  private let path: String
  private let options: ReadingOptions
  private let pace: Pace
  private let loops: Bool
  private var reader: RecordingReader
  private var pacer: Pacer<SensorClock>
  private var position = 0.0
  private var warningsTaken = 0

  /// Opens a recording.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - options: What a person says about it.
  ///   - pace: How fast it plays.
  ///   - loops: Whether it begins anew at its end; time goes on.
  /// - Throws: ``RecordingError`` if it cannot be read.
  public init(
    path: String,
    options: ReadingOptions = ReadingOptions(),
    pace: Pace,
    loops: Bool = false
  ) throws(RecordingError) {
    self.path = path
    self.options = options
    self.pace = pace
    self.loops = loops
    reader = try RecordingReader(path: path, options: options)
    stream = reader.stream
    pacer = Pacer(clock: SensorClock(), pace: pace)
  }

  /// What was odd in the file since the last call.
  public mutating func takeWarnings() -> [String] {
    let all = reader.warnings
    defer { warningsTaken = all.count }
    return all.dropFirst(warningsTaken).map(\.description)
  }

  /// When the samples of the last block were due.
  public var arrival: ContinuousClock.Instant { pacer.due ?? .now }

  /// Reads the next samples when they are due.
  ///
  /// - Parameter block: Cleared first, its storage kept.
  /// - Returns: `.over` at the end of the recording, unless it loops.
  /// - Throws: ``RecordingError`` where the file is damaged, `CancellationError`.
  public mutating func read(into block: inout SampleBlock) async throws -> SourceStep {
    if try !reader.read(into: &block, seconds: pace.blockSeconds) {
      guard loops, position > 0 else { return .over("end of the recording") }
      reader = try RecordingReader(path: path, options: options)
      warningsTaken = 0
      guard try reader.read(into: &block, seconds: pace.blockSeconds) else {
        return .over("end of the recording")
      }
    }
    position += block.seconds(of: stream)
    try await pacer.wait(until: position)
    return .samples
  }
}
