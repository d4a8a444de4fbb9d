/// A stretch of a recording with a name: ground truth, or what a detector found.
///
/// One row of a BIDS events file (BIDS 1.11, "Events").
public struct Label: Hashable, Sendable {
  /// Seconds from the start of the recording.
  public var onset: Double
  /// Length in seconds; `nil` if unknown (`n/a`).
  public var duration: Double?
  /// What it is, such as `cramp`, `spasm`, `voluntary`, `plm`, `artefact` or `rest`.
  public var trialType: String
  /// The channel; `nil` if it is not about one channel.
  public var channel: String?
  /// How sure the detector is, 0...1; `nil` in ground truth.
  public var confidence: Double?

  /// Names a stretch of a recording.
  public init(
    onset: Double,
    duration: Double?,
    trialType: String,
    channel: String? = nil,
    confidence: Double? = nil
  ) {
    self.onset = onset
    self.duration = duration
    self.trialType = trialType
    self.channel = channel
    self.confidence = confidence
  }
}
