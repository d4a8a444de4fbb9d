internal import CrampModel

/// How long a channel has been at rest: without movement, contraction or fault.
///
/// A movement is a quarter of a second at twice the tone. A fasciculation raises windows of 100 ms
/// for three hops only, and a tone that rises slowly is its own measure.
struct Stillness: Sendable {
  /// Hops since the last disturbance.
  private(set) var hops = 0
  private var raised = 0

  /// Takes in a hop; `tone` is the resting tone now, if it is known.
  mutating func advance(_ moment: Moment, tone: Double?) {
    let level = Self.ratio * max(moment.rest, tone ?? 0)
    raised = moment.row.shortRMS >= level ? raised + 1 : 0
    let isDisturbed = !moment.isJudged || moment.isContracted || raised >= Self.longest
    hops = isDisturbed ? 0 : min(hops + 1, Self.most)
  }

  /// Whether there has been no disturbance for so many seconds; at most an hour.
  func lasts(seconds: Double) -> Bool {
    Double(hops) * FeatureRow.hopSeconds >= seconds
  }

  private static let ratio = 2.0
  private static let longest = 5
  private static let most = 3_600 * FeatureRow.hopsPerSecond
}
