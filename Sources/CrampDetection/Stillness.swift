internal import CrampModel

/// How long a channel has been at rest: without movement, contraction or fault.
///
/// A movement is a quarter of a second at twice the tone. A fasciculation raises windows of 100 ms
/// for three hops only, and a tone that rises slowly is its own measure.
struct Stillness: Sendable {
  /// Hops since the last disturbance.
  private(set) var hops = 0
  private var raised = 0

  /// Takes in a hop's level over 100 ms.
  ///
  /// - Parameters:
  ///   - short: The level.
  ///   - rest: The resting level.
  ///   - tone: The resting tone now, if it is known.
  ///   - isDisturbed: Whether it cannot be judged, or is one of a contraction.
  mutating func advance(_ short: Double, rest: Double, tone: Double?, isDisturbed: Bool) {
    let level = Self.ratio * max(rest, tone ?? 0)
    raised = short >= level ? raised + 1 : 0
    hops = isDisturbed || raised >= Self.longest ? 0 : min(hops + 1, Self.most)
  }

  /// Whether there has been no disturbance for so many seconds; at most an hour.
  func lasts(seconds: Double) -> Bool {
    Double(hops) * FeatureRow.hopSeconds >= seconds
  }

  private static let ratio = 2.0
  private static let longest = 5
  private static let most = 3_600 * FeatureRow.hopsPerSecond
}
