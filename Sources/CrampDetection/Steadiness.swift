internal import CrampModel

/// How long a raised level has been constant, from means of 10 s.
struct Steadiness: Sendable {
  private var low = Double.infinity
  private var high = -Double.infinity
  private var sum = 0.0
  private var hops = 0
  /// Seconds for which the level has kept within its limits.
  private(set) var seconds = 0.0

  /// The middle of those limits.
  var level: Double { (low + high) / 2 }

  /// Takes in a judged hop; `limit` is how far the means may lie apart.
  mutating func advance(_ short: Double, limit: Double) {
    sum += short
    hops += 1
    guard hops == 10 * FeatureRow.hopsPerSecond else { return }
    let mean = sum / Double(hops)
    sum = 0
    hops = 0
    low = min(low, mean)
    high = max(high, mean)
    if high - low > limit {
      low = mean
      high = mean
      seconds = 0
    } else {
      seconds += 10
    }
  }
}
