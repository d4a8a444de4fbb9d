internal import CrampModel

/// One hop of a channel as its resting tone is measured by.
public struct ToneHop: Sendable {
  /// Number of the hop.
  let hop: Int
  /// Whether enough samples were there.
  let isValid: Bool
  /// The level over 250 ms.
  let level: Double
  /// The level over 100 ms.
  let short: Double
  /// Share of mains hum, over the last second.
  let hum: Double
  /// The resting level in force; `nil` until rest has been seen.
  let rest: Double?
  /// The level above which a contraction begins to count; `nil` until rest has been seen.
  let on: Double?
  /// Whether a confirmed contraction is open.
  let isContracted: Bool
  /// Whether the hop could be judged.
  let isJudged: Bool

  init(row: FeatureRow, rest: Double?, on: Double?, isContracted: Bool, isJudged: Bool) {
    hop = row.hop
    isValid = row.isValid
    level = row.level
    short = row.shortRMS
    hum = row.quality.hum
    self.rest = rest
    self.on = on
    self.isContracted = isContracted
    self.isJudged = isJudged
  }
}
