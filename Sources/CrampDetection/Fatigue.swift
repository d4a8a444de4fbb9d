/// How the median frequency of a muscle goes over a session, in per cent of its beginning.
///
/// It falls in a tiring muscle, as conduction along its fibres slows (De Luca 1984, Crit Rev Biomed
/// Eng 11:251). It depends on strength, length and temperature too, so it is a hint and no measure.
public struct Fatigue: Hashable, Sendable {
  /// Steady seconds before which nothing is said: our assumption.
  static let leastSeconds = 30
  /// Minutes that they span at least: our assumption.
  static let leastMinutes = 1.0
  /// Slope, in per cent per minute, beyond which a muscle counts as tiring: our assumption.
  static let limit = -2.0

  /// Change of the median frequency, in per cent of its beginning per minute.
  public let percentPerMinute: Double
  /// The standard error of that.
  public let standardError: Double
  /// How many seconds of steady contraction it rests on.
  public let seconds: Int

  /// What a line through median frequencies over minutes says; `nil` if it is too short.
  init?(_ line: RunningSlope) {
    guard line.count >= Self.leastSeconds, line.last - line.first >= Self.leastMinutes,
      let slope = line.slope, let error = line.standardError,
      let begin = line.value(at: line.first), begin > 0
    else { return nil }
    percentPerMinute = 100 * slope / begin
    standardError = 100 * error / begin
    seconds = line.count
  }

  /// Whether the slope lies below the limit by more than two standard errors.
  public var isTiring: Bool { percentPerMinute + 2 * standardError < Self.limit }
}
