internal import CrampModel

/// One hop of a channel as the watches beside the muscle's state see it.
struct Moment: Sendable {
  /// The hop's features.
  let row: FeatureRow
  /// The resting level.
  let rest: Double
  /// Whether a confirmed contraction is open.
  let isContracted: Bool
  /// Whether the channel can be judged.
  let isJudged: Bool
}
