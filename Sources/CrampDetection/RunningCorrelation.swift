/// How two numbers go together: correlation and ratio over about the last values.
///
/// Exponential forgetting: in constant memory each value weighs a little less than the one after
/// it. The first values weigh alike, until there are half as many as the window holds.
struct RunningCorrelation: Sendable, Equatable {
  /// How many values it rests on, at most the window.
  private(set) var count = 0
  private var meanX = 0.0
  private var meanY = 0.0
  private var varianceX = 0.0
  private var varianceY = 0.0
  private var covariance = 0.0

  /// Takes in a pair of finite values.
  ///
  /// - Parameters:
  ///   - x: The one.
  ///   - y: The other.
  ///   - window: Pairs that an even window of the same variance would hold, at least 2.
  mutating func add(_ x: Double, _ y: Double, window: Int) {
    count = min(count + 1, window)
    // Forgetting by 2 / (n + 1) averages as much as n even weights.
    let weight = max(1 / Double(count), 2 / Double(window + 1))
    let deltaX = x - meanX
    let deltaY = y - meanY
    let kept = 1 - weight
    meanX += weight * deltaX
    meanY += weight * deltaY
    varianceX = kept * (varianceX + weight * deltaX * deltaX)
    varianceY = kept * (varianceY + weight * deltaY * deltaY)
    covariance = kept * (covariance + weight * deltaX * deltaY)
  }

  /// Pearson's correlation, -1...1; `nil` while one of the two does not vary.
  var correlation: Double? {
    let product = varianceX * varianceY
    guard product > 0 else { return nil }
    return min(1, max(-1, covariance / product.squareRoot()))
  }
}
