internal import CrampModel

/// One hop of a channel as the watches beside the muscle's state see it.
struct Moment: Sendable {
  /// Number of the hop.
  let hop: Int
  /// RMS over 100 ms.
  let short: Double
  /// Share of the power below 20 Hz, over the last second.
  let motion: Double
  /// Share of mains hum, over the last second.
  let hum: Double
  /// Fasciculations that were told since the hop before.
  let fasciculations: Int
  /// The resting level.
  let rest: Double
  /// Whether a confirmed contraction is open.
  let isContracted: Bool
  /// Whether the channel can be judged.
  let isJudged: Bool

  init(row: FeatureRow, rest: Double, isContracted: Bool, isJudged: Bool) {
    hop = row.hop
    short = row.shortRMS
    motion = row.quality.motion
    hum = row.quality.hum
    fasciculations = row.fasciculations
    self.rest = rest
    self.isContracted = isContracted
    self.isJudged = isJudged
  }
}
