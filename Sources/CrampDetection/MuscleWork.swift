internal import CrampModel

/// The work of one muscle, second by second, and how its median frequency goes.
///
/// Work is the RMS above rest, while the level is that of a contraction, in per cent of the maximum
/// voluntary contraction or in units of the rest of the session's beginning.
struct MuscleWork: Sendable {
  /// What one second was like.
  struct Second: Sendable, Equatable {
    /// Mean work.
    var work = 0.0
    /// Whether half of it could be judged.
    var isJudged = false
    /// Whether the muscle contracted for a quarter of it.
    var isWorking = false
    /// The median frequency in hertz, if the contraction was steady and the signal good.
    var medianFrequency: Double?
  }

  /// Least over greatest level within a second of a steady contraction: our assumption.
  ///
  /// The RMS over 250 ms of a constant contraction varies by 7 %, so that it is above 0.75 mostly.
  static let steadiness = 0.6
  /// Share of mains hum up to which a median frequency counts: our assumption, twice what clean
  /// EMG has at those frequencies anyway, half of what vetoes.
  static let greatestHum = 0.3
  /// Share of motion above which a signal is degraded (specification of the detector).
  static let greatestMotion = 0.7
  private static let hops = FeatureRow.hopsPerSecond

  /// The line through the median frequencies of the session, over minutes of the stream.
  private(set) var slope = RunningSlope()
  /// Work of the session, summed over seconds.
  private(set) var total = 0.0

  private let maximum: Double?
  private var unit: Double?
  private var excess = 0.0
  private var judged = 0
  private var raised = 0
  private var least = Double.infinity
  private var greatest = 0.0
  private var last: SignalQuality?

  /// A muscle with its calibrated maximum, in the unit of its levels.
  init(maximum: Double?) {
    self.maximum = maximum.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
  }

  /// Takes in a hop; `rest` is `nil` where the channel cannot be judged.
  mutating func advance(_ row: FeatureRow, rest: Double?) {
    last = nil
    guard row.isValid, let rest, rest > 0, rest < 1e12, row.level < 1e12 else { return }
    let unit = self.unit ?? maximum.map { $0 / 100 } ?? rest
    self.unit = unit
    judged += 1
    least = min(least, row.level)
    greatest = max(greatest, row.level)
    last = row.quality
    guard row.level >= ContractionTrack.onRatio * rest else { return }
    raised += 1
    excess += max(0, row.level * row.level - rest * rest).squareRoot() / unit
  }

  /// Ends a second.
  ///
  /// - Parameter minutes: The time of its end, in minutes of the stream.
  /// - Returns: What it was like.
  mutating func endSecond(at minutes: Double) -> Second {
    var second = Second()
    second.isJudged = 2 * judged >= Self.hops
    second.isWorking = 4 * raised >= Self.hops
    if judged > 0 { second.work = excess / Double(judged) }
    if raised == Self.hops, least >= Self.steadiness * greatest, let quality = last,
      Self.isGood(quality)
    {
      second.medianFrequency = quality.medianFrequency
      slope.add(minutes, quality.medianFrequency)
    }
    excess = 0
    judged = 0
    raised = 0
    least = .infinity
    greatest = 0
    return second
  }

  /// Counts a second of work to the session.
  mutating func count(_ second: Second) {
    total += second.work
  }

  /// Begins a session anew.
  mutating func restart() {
    self = Self(maximum: maximum)
  }

  private static func isGood(_ quality: SignalQuality) -> Bool {
    quality.medianFrequency > 0 && quality.medianFrequency < 1e6 && quality.hum <= greatestHum
      && quality.motion <= greatestMotion && quality.railed <= 0.01
  }
}
