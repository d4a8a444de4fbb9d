internal import CrampModel

extension ChannelDetector {
  /// Whether a hop that was just taken in could be judged.
  func isJudged(_ row: FeatureRow) -> Bool {
    row.isValid && health.reason == nil && veto == nil
  }

  /// Describes the hop that was just taken in.
  ///
  /// - Parameters:
  ///   - row: The hop.
  ///   - channel: The channel's index in the stream.
  /// - Returns: The state behind the hop.
  func trace(of row: FeatureRow, channel: Int) -> ChannelTrace {
    var trace = ChannelTrace(row, channel: channel)
    trace.levels = levelsInForce
    trace.phase = MusclePhase(state)
    trace.fault = health.reason.map(SignalFault.init(reason:))
    trace.veto = row.isValid ? veto.map { SignalFault(reason: $0.rawValue) } : .samplesLost
    return trace
  }

  /// Within a cramp those of its beginning, and what ends it; else those of present rest.
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
