public import CrampModel

/// Where the daemon gets samples from: one sensor, recording or simulation.
///
/// A source paces itself: `read` returns when the samples are due.
public protocol SampleSource: Sendable {
  /// What the samples are; fixed for the life of the source.
  var stream: StreamDescription { get }

  /// What was odd since the last call, for the log.
  mutating func takeWarnings() -> [String]

  /// Waits for the next samples.
  ///
  /// - Parameter block: Cleared first, its storage kept.
  /// - Returns: `false` when there will be no more.
  /// - Throws: `CancellationError`, or what keeps the source from going on.
  mutating func read(into block: inout SampleBlock) async throws -> Bool
}
