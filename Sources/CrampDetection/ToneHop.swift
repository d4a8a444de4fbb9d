internal import CrampModel

/// One hop of a channel as its resting tone is measured by.
public struct ToneHop: Sendable {
  /// The hop's features.
  let row: FeatureRow
  /// The resting level in force; `nil` until rest has been seen.
  let rest: Double?
  /// The level above which a contraction begins to count; `nil` until rest has been seen.
  let on: Double?
  /// Whether a confirmed contraction is open.
  let isContracted: Bool
  /// Whether the hop could be judged.
  let isJudged: Bool
}
