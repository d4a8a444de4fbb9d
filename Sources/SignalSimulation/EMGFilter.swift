import CrampModel

/// Gives white noise the spectrum of surface EMG, with unit RMS.
///
///     power(f) = fh⁴ f² / ((f² + fl²) (f² + fh²)²),  fl = 60 Hz, fh = 120 Hz
///
/// Source: Shwedyk, Balasubramanian, Scott 1977 and Stulen, De Luca 1981. The three real poles are
/// carried over by the bilinear transform, each corner at its true frequency, so that the band
/// ends at half the rate as behind an anti-alias filter.
struct EMGFilter: Sendable {
  private var low: Section
  private var middle: Section
  private var high: Section
  private var gain: Double

  /// Designs the filter; a corner above 0.45 of the rate is moved there.
  init(rate: Hertz) {
    low = Section(corner: 60, rate: rate, zero: 1)
    middle = Section(corner: 120, rate: rate, zero: -1)
    high = middle
    gain = 1
    gain = 1 / Self.energy(of: self, samples: Int(rate.value / 4) + 256).squareRoot()
  }

  /// The next value of the shaped noise.
  mutating func push(_ white: Double) -> Double {
    let first = low.push(gain * white)
    let second = middle.push(first)
    return high.push(second)
  }

  /// The RMS of the shaped noise behind a converter's filter.
  func gain(behind decimator: Decimator) -> Double {
    guard decimator.factor > 1 else { return 1 }
    var copy = self
    var filter = decimator
    var sum = 0.0
    for index in 0..<4_096 {
      filter.push(copy.push(index == 0 ? 1 : 0))
      sum += filter.output * filter.output
    }
    return sum.squareRoot()
  }

  private static func energy(of filter: Self, samples: Int) -> Double {
    var copy = filter
    var sum = 0.0
    for index in 0..<samples {
      let value = copy.push(index == 0 ? 1 : 0)
      sum += value * value
    }
    return sum
  }
}

/// One real pole and one real zero.
private struct Section {
  private let pole: Double
  private let zero: Double
  private var input = 0.0
  private var output = 0.0

  init(corner: Double, rate: Hertz, zero: Double) {
    let warped = Elementary.tangent(turns: min(corner / rate.value, 0.45) / 2)
    pole = (1 - warped) / (1 + warped)
    self.zero = zero
  }

  mutating func push(_ value: Double) -> Double {
    output = pole * output + value - zero * input
    input = value
    return output
  }
}
