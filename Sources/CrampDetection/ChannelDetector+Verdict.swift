internal import CrampModel

extension ChannelDetector {
  /// Notes what a hop that was just taken in came to.
  ///
  /// In place, because one that only reads is handed a copy of the whole detector.
  mutating func note(_ row: FeatureRow, _ verdict: inout HopVerdict) {
    let isJudged = row.isValid && health.reason == nil && veto == nil
    verdict.thresholds = thresholds
    verdict.restingLevel = health.reason == nil ? thresholds?.rest : nil
    verdict.levelsInForce = levelsInForce
    verdict.phase = MusclePhase(state)
    verdict.fault = fault
    verdict.veto = row.isValid ? veto?.fault : .samplesLost
    verdict.isJudged = isJudged
    verdict.isObserved = isJudged
    verdict.isContracted = isContracted
  }

  private var levelsInForce: ChannelTrace.Levels? {
    switch state {
    case .quiet, .rising:
      return thresholds.map { .init(rest: $0.rest, on: $0.on, off: $0.off) }
    case .cramping(let contraction), .falling(let contraction, _):
      let levels = contraction.thresholds
      let end = max(levels.off, profile.releaseShare * contraction.plateau)
      return .init(rest: levels.rest, on: levels.on, off: end)
    }
  }
}
