import Foundation

/// The band in which contrast is measured: 20 Hz to 450 Hz or 0.45 of the rate, 24 dB per octave.
///
/// Its own design, apart from the detector's filters.
struct BandFilter {
  private var sections: [Section]

  /// Designs the band for a rate in hertz.
  init(rate: Double) {
    let high = min(450, 0.45 * rate)
    // The two sections of a fourth-order Butterworth filter have these qualities.
    sections = [0.541_196, 1.306_563].flatMap { quality in
      [
        Section(corner: 20, rate: rate, quality: quality, isHighPass: true),
        Section(corner: high, rate: rate, quality: quality, isHighPass: false),
      ]
    }
  }

  /// Filters a sample.
  mutating func push(_ value: Double) -> Double {
    var value = value
    for index in sections.indices {
      value = sections[index].push(value)
    }
    return value
  }

  private struct Section {
    private let numerator: (Double, Double, Double)
    private let denominator: (Double, Double)
    private var memory = (0.0, 0.0)

    init(corner: Double, rate: Double, quality: Double, isHighPass: Bool) {
      let angle = 2 * Double.pi * corner / rate
      let alpha = sin(angle) / (2 * quality)
      let outer = (isHighPass ? 1 + cos(angle) : 1 - cos(angle)) / 2
      let scale = 1 + alpha
      let middle = isHighPass ? -2 * outer : 2 * outer
      numerator = (outer / scale, middle / scale, outer / scale)
      denominator = (-2 * cos(angle) / scale, (1 - alpha) / scale)
    }

    mutating func push(_ value: Double) -> Double {
      let output = numerator.0 * value + memory.0
      memory.0 = numerator.1 * value - denominator.0 * output + memory.1
      memory.1 = numerator.2 * value - denominator.1 * output
      return output
    }
  }
}
