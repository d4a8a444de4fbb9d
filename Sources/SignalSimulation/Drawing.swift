import CrampModel

/// Draws from the distributions in which people and nights differ.
extension SplitMix64 {
  /// Whether something of this probability happens.
  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// A number whose logarithm is uniform.
  mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
    let low = Elementary.logarithm(range.lowerBound)
    let high = Elementary.logarithm(range.upperBound)
    return Elementary.exponential(uniform(low...high))
  }

  /// A number with a normal distribution, from twelve uniform ones.
  mutating func normal(mean: Double, deviation: Double) -> Double {
    var sum = -6.0
    for _ in 0..<12 {
      sum += uniform()
    }
    return mean + deviation * sum
  }

  /// A number whose logarithm is normal, held within limits.
  mutating func logNormal(
    median: Double,
    deviation: Double,
    within limits: ClosedRange<Double>
  ) -> Double {
    let value = median * Elementary.exponential(normal(mean: 0, deviation: deviation))
    return min(max(value, limits.lowerBound), limits.upperBound)
  }

  /// The moments of a Poisson process within a range.
  mutating func moments(perHour: Double, within range: ClosedRange<Double>) -> [Double] {
    guard perHour > 0 else { return [] }
    var result: [Double] = []
    var time = range.lowerBound + waiting(mean: 3_600 / perHour)
    while time < range.upperBound {
      result.append(time)
      time += waiting(mean: 3_600 / perHour)
    }
    return result
  }

  /// A whole number from a Poisson distribution, as the count of a process.
  mutating func count(mean: Double) -> Int {
    moments(perHour: mean, within: 0...3_600).count
  }
}
