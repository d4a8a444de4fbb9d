public import CrampModel

/// Where the daemon gets samples from: one sensor, recording or simulation.
///
/// A source paces itself: `read` returns when the samples are due.
public protocol SampleSource: Sendable {
  /// What the samples are; fixed for the life of the source.
  var stream: StreamDescription { get }

  /// When the samples of the last block were complete, or due; the present where that is not known.
  var arrival: ContinuousClock.Instant { get }

  /// What was odd since the last call, for the log.
  mutating func takeWarnings() -> [String]

  /// Waits for the next samples.
  ///
  /// - Parameter block: Cleared first, its storage kept.
  /// - Returns: What came.
  /// - Throws: `CancellationError`, or what keeps the source from going on.
  mutating func read(into block: inout SampleBlock) async throws -> SourceStep

  /// Sets the times of an event that the samples show.
  ///
  /// - Parameter event: Has the times that the stream's start and the nominal rate make; they stay
  ///   for a recording. A live sensor's own clock and the present time take their place.
  func settle(_ event: inout CrampEvent)

  /// Lets go of what the source holds; it is read no more.
  mutating func close() async
}

extension SampleSource {
  /// The present time.
  public var arrival: ContinuousClock.Instant { .now }

  /// The times stay.
  public func settle(_ event: inout CrampEvent) {}

  /// Nothing is held.
  public mutating func close() async {}
}
