internal import CrampModel

/// Watches for what may go before a cramp: fasciculations, and a resting tone that rises.
///
///              a cause holds              5 min without a cause, or the end of a cramp
///     calm ─────────────────▶ warned ──────────────────────────▶ calm
///
/// It warns neither while the channel cannot be judged, is moved or in a cramp, nor for two minutes
/// after one, when fasciculations are common.
struct WarningWatch: Sendable {
  /// What changed.
  enum Change: Sendable, Equatable {
    case raised(Warning)
    case cleared
  }

  private var stillness = Stillness()
  private var tone = RestingTone()
  private var rate = FasciculationRate()
  /// Whether a warning is in force.
  private(set) var isWarned = false
  private var calmHops = 0
  private var wasContracted = false
  private var hopsSinceCramp = aftermath

  init() {}

  /// Takes in a hop; returns what is to be told.
  mutating func advance(_ moment: Moment) -> Change? {
    let isEnd = wasContracted && !moment.isContracted
    wasContracted = moment.isContracted
    hopsSinceCramp = moment.isContracted ? 0 : min(hopsSinceCramp + 1, Self.aftermath)
    let warning = judge(moment)
    if isWarned { return clear(warning, isEnd: isEnd) }
    guard let warning, warning.score >= Self.on, hopsSinceCramp >= Self.aftermath else {
      return nil
    }
    isWarned = true
    calmHops = 0
    return .raised(warning)
  }

  private mutating func judge(_ moment: Moment) -> Warning? {
    stillness.advance(
      moment.short,
      rest: moment.rest,
      tone: tone.now,
      isDisturbed: !moment.isJudged || moment.isContracted
    )
    guard moment.isJudged else { return nil }
    let isStill = stillness.lasts(seconds: Self.settling)
    rate.advance(moment.fasciculations, isStill: stillness.lasts(seconds: Self.pause))
    guard tone.advance(moment.short, hum: moment.hum, isStill: isStill), isStill else { return nil }
    return Warning(
      fasciculations: fasciculationScore(),
      tone: max(ToneRise.quick(&tone), ToneRise.slow(&tone))
    )
  }

  private mutating func clear(_ warning: Warning?, isEnd: Bool) -> Change? {
    calmHops = (warning?.score ?? 0) >= Self.off ? 0 : calmHops + 1
    guard isEnd || calmHops >= Self.calm else { return nil }
    isWarned = false
    return .cleared
  }

  /// Half at five deviations of a Poisson process above the usual.
  private func fasciculationScore() -> Double {
    guard let usual = rate.usual else { return 0 }
    let expected = Double(usual)
    let limit = expected + 1 + Self.deviations * (expected + 1).squareRoot()
    return min(1, 0.5 * Double(rate.recent) / limit)
  }

  private static let on = 0.5
  private static let off = 0.3
  private static let deviations = 5.0
  /// Seconds of stillness before tone counts: those over which it is a median.
  private static let settling = 10.0
  private static let pause = 1.0
  private static let calm = 300 * FeatureRow.hopsPerSecond
  private static let aftermath = 120 * FeatureRow.hopsPerSecond
}
