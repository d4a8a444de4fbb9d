import CrampModel

/// White noise of unit variance from a seed.
///
/// Source: Marsaglia and Bray, "A convenient method for generating normal variables", 1964.
struct GaussianNoise: Sendable {
  private var generator: SplitMix64
  private var spare: Double?

  /// Starts the noise that belongs to a seed, a channel and a purpose.
  init(seed: UInt64, channel: Int, purpose: UInt64) {
    generator = SplitMix64(seed: seed, UInt64(channel), purpose)
  }

  /// The next value.
  mutating func next() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    while true {
      let x = 2 * generator.uniform() - 1
      let y = 2 * generator.uniform() - 1
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      let factor = (-2 * Elementary.logarithm(square) / square).squareRoot()
      spare = y * factor
      return x * factor
    }
  }
}

extension SplitMix64 {
  /// Starts a sequence of its own for each pair of numbers under one seed.
  init(seed: UInt64, _ first: UInt64, _ second: UInt64) {
    var mixer = Self(seed: seed)
    let base = mixer.next()
    mixer = Self(seed: base ^ first)
    let inner = mixer.next()
    mixer = Self(seed: inner ^ second)
    self.init(seed: mixer.next())
  }

  /// The next number, uniform in `range`.
  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// The next waiting time of a Poisson process with this mean.
  mutating func waiting(mean: Double) -> Double {
    -mean * Elementary.logarithm(1 - uniform())
  }
}
