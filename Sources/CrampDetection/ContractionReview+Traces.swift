internal import CrampModel

extension ContractionReview {
  /// Reviews the window that came nearest to a cramp among hops in a row.
  ///
  /// That is the one with the fewest points lacking, and among those the one with the highest
  /// level.
  ///
  /// - Parameters:
  ///   - traces: Up to 20 s of hops of one channel, all that there are.
  ///   - profile: What is asked for.
  public init(nearestIn traces: [ChannelTrace], profile: Profile) {
    var recent = RecentLevels()
    var best: (review: Self, mean: Double)?
    let raised = Self.longestRise(traces)
    let wanted = Int((profile.confirmAfter * Double(FeatureRow.hopsPerSecond)).rounded())
    let hops = min(wanted, traces.count { $0.isSeen })
    for trace in traces where trace.isSeen {
      recent.append(
        FeatureRow(hop: trace.hop, shortRMS: trace.shortLevel, level: trace.level),
        isVetoed: trace.veto != nil
      )
      guard recent.count >= hops, recent.count % 5 == hops % 5, let levels = trace.levels else {
        continue
      }
      let window = recent.window(hops, Thresholds(levels))
      let values: [Criterion: Double] = [
        .length: raised, .aboveOn: window.aboveOn, .aboveOff: window.aboveOff,
        .clear: window.clear, .valley: window.valley, .evenness: recent.evenness(hops),
      ]
      let review = Self(values, profile: profile)
      let isBetter = best.map { best in
        (review.lacking, -window.mean) < (best.review.lacking, -best.mean)
      }
      if isBetter ?? true { best = (review, window.mean) }
    }
    let clear = Double(traces.count { $0.isJudged }) / Double(max(1, traces.count))
    self = best?.review ?? Self([.length: raised, .clear: clear], profile: profile)
  }

  /// Seconds of the longest rise: from the on level until 2 s below the off level.
  private static func longestRise(_ traces: [ChannelTrace]) -> Double {
    var longest = 0
    var length = 0
    var below = 0
    for trace in traces {
      guard let levels = trace.levels, trace.isJudged else { continue }
      if length == 0, trace.level < levels.on { continue }
      length += 1
      below = trace.level < levels.off ? below + 1 : 0
      longest = max(longest, length - below)
      if below >= 2 * FeatureRow.hopsPerSecond { length = 0 }
    }
    return Double(longest) * FeatureRow.hopSeconds
  }
}

extension ChannelTrace {
  /// Whether the detector took it into its windows, vetoed or not.
  fileprivate var isSeen: Bool { fault == nil && veto != .samplesLost }
}

extension Thresholds {
  /// The levels of a trace.
  fileprivate init(_ levels: ChannelTrace.Levels) {
    rest = levels.rest
    on = levels.on
    off = levels.off
    step = 0
  }
}
