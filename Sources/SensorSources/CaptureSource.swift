public import CrampModel
internal import Recordings

/// A USB capture, played at a pace.
public struct CaptureSource: SampleSource {
  /// What the sensor gave.
  public var stream: StreamDescription { replay.stream }
  private let pace: Pace
  private var replay: CaptureReplay
  private var pacer: Pacer<SensorClock>
  private var position = 0.0
  private var warningsTaken = 0

  /// Opens a capture.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - options: What a person says about it.
  ///   - pace: How fast it plays.
  /// - Throws: ``RecordingError`` if it cannot be read, ``CaptureError`` if no sensor is in it.
  public init(path: String, options: CaptureReplay.Options, pace: Pace) throws {
    replay = try CaptureReplay(path: path, options: options)
    self.pace = pace
    pacer = Pacer(clock: SensorClock(), pace: pace)
  }

  /// What was odd in the file since the last call.
  public mutating func takeWarnings() -> [String] {
    let all = replay.warnings
    defer { warningsTaken = all.count }
    return all.dropFirst(warningsTaken).map(\.description)
  }

  /// When the samples of the last block were due.
  public var arrival: ContinuousClock.Instant { pacer.due ?? .now }

  /// Reads the next samples when they are due.
  ///
  /// - Parameter block: Cleared first, its storage kept.
  /// - Returns: `.over` at the end of the capture.
  /// - Throws: ``RecordingError`` where the file is damaged, `CancellationError`.
  public mutating func read(into block: inout SampleBlock) async throws -> SourceStep {
    guard try replay.read(into: &block, seconds: pace.blockSeconds) else {
      return .over("end of the capture")
    }
    position += block.seconds(of: stream)
    try await pacer.wait(until: position)
    return .samples
  }
}
