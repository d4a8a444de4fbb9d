import CrampModel

/// The noise of an amplifier and its electrodes: white, with a pink share at the low end, unit RMS.
struct AmplifierNoise: Sendable {
  private var white: GaussianNoise
  private var pink: [3 of Lowpass]

  /// Designs the noise for a rate; the pink share does not depend on it.
  init(seed: UInt64, channel: Int, rate: Hertz) {
    white = GaussianNoise(seed: seed, channel: channel, purpose: 1)
    pink = [
      Lowpass(corner: 0.3, rate: rate),
      Lowpass(corner: 3, rate: rate),
      Lowpass(corner: 30, rate: rate),
    ]
  }

  /// The next value.
  mutating func next() -> Double {
    let source = white.next()
    var slow = 0.0
    for index in pink.indices {
      slow += pink[index].push(white.next())
    }
    return Self.whiteShare * source + Self.pinkShare * slow
  }

  /// The RMS behind a converter's filter, which takes away white noise but hardly any pink.
  static func gain(behind decimator: Decimator) -> Double {
    let white = whiteShare * decimator.whiteGain
    return (white * white + 3 * pinkShare * pinkShare).squareRoot()
  }

  /// 94 % of the power is white; the rest is split among three decades below 30 Hz.
  private static let whiteShare = 0.94.squareRoot()
  private static let pinkShare = 0.02.squareRoot()
}

/// A first-order low-pass that gives white noise of unit RMS unit RMS again.
private struct Lowpass {
  private let pole: Double
  private let gain: Double
  private var output = 0.0

  init(corner: Double, rate: Hertz) {
    pole = Elementary.exponential(-2 * Double.pi * corner / rate.value)
    gain = (1 - pole * pole).squareRoot()
  }

  mutating func push(_ value: Double) -> Double {
    output = pole * output + gain * value
    return output
  }
}
