internal import CrampModel

/// Tells the noise of an amplifier with an open or bad lead from muscle, by what is added to rest.
///
/// Muscle has most of its power around 80 Hz and little above 200 Hz (SENIAM; De Luca et al. 2010,
/// J Biomech 43:1573); noise is white. A sensor of less than 450 Hz does not reach that far: there
/// noise is told by the low band, where muscle has less than in the middle, and by its steadiness,
/// for the power of Gaussian noise varies exactly as its spectrum says, and muscle's varies more.
struct Broadband: Sendable {
  /// Half seconds that are kept.
  static let capacity = 20

  private let reachesHigh: Bool
  private let top: Int
  private let isKnown: Bool
  private let widths: SIMD8<Float>
  private var ring = [SIMD8<Float>](repeating: .zero, count: capacity)
  private var count = 0
  private var rest = SIMD8<Float>()
  private var restCount: Float = 0

  /// Prepares for a rate in hertz.
  init(rate: Double) {
    let limit = 0.45 * rate
    let bands = SignalQuality.bands
    var widths = SIMD8<Float>()
    for (index, band) in bands.enumerated() {
      let width = min(band.upperBound, limit) - band.lowerBound
      widths[index] = width >= 6 ? Float(width) : 0
    }
    self.widths = widths
    top = bands.lastIndex { $0.upperBound <= limit + 1 } ?? 0
    reachesHigh = top >= 5
    isKnown = limit >= 110
  }

  /// Takes in the spectrum of a new half second.
  mutating func append(_ quality: SignalQuality) {
    // Motion fills the low band, and noise is told by it.
    guard quality.motion < 0.6 else { return }
    ring[count % Self.capacity] = quality.density
    count += 1
  }

  /// Takes the newest spectrum for one of rest; the memory is about a minute.
  mutating func learnRest() {
    guard count > 0 else { return }
    restCount = min(restCount + 1, 120)
    rest += (ring[(count - 1) % Self.capacity] - rest) / restCount
  }

  /// Forgets what rest was like.
  mutating func forgetRest() { restCount = 0 }

  /// Whether what was added to rest over the last `halves` half seconds is noise.
  ///
  /// - Parameters:
  ///   - halves: At most ``capacity``.
  ///   - dispersion: The variance of the powers of the hops over their squared mean.
  ///   - step: The converter's step: what is hardly larger has the white spectrum of its rounding.
  /// - Returns: Also `false` where the rate is too low to tell.
  func isNoise(_ halves: Int, dispersion: Double, step: Double) -> Bool {
    guard isKnown, count >= 2 else { return false }
    let size = min(halves, count, Self.capacity)
    var mean = SIMD8<Float>()
    for back in 0..<size { mean += ring[(count - 1 - back) % Self.capacity] }
    mean /= Float(size)
    let isSteady = dispersion < 1.3 * Self.expected(mean, widths)
    // An open lead replaces the signal; an amplifier that gets noisier adds to it.
    let added = restCount > 0 ? mean - rest : mean
    guard reachesHigh else { return isSteady && (isWhiteBelow(mean) || isWhiteBelow(added)) }
    let isCoarse = Double((mean * widths).sum()) < 9 * step * step
    return (isWhite(mean) || isWhite(added)) && (isSteady || !isCoarse)
  }

  /// Whether a spectrum has as much in the lowest and in the highest band as in the middle.
  private func isWhite(_ density: SIMD8<Float>) -> Bool {
    guard (density * widths).sum() > 0 else { return false }
    return min(density[top], density[0]) > 0.6 * max(density[2], 0)
  }

  /// The same where the highest band is out of reach: muscle has less in the lowest.
  private func isWhiteBelow(_ density: SIMD8<Float>) -> Bool {
    guard (density * widths).sum() > 0, density[2] > 0 else { return false }
    // The sinc filter of delta-sigma converters has a third less at 105 Hz than at 80 Hz.
    let isNarrow = density[3] < 0.75 * density[2] || (restCount > 0 && rest[3] < 0.75 * rest[2])
    return density[0] > (isNarrow ? 1.7 : 0.8) * density[2]
  }

  /// What the dispersion of Gaussian noise of a spectrum is over hops of 50 ms.
  private static func expected(_ density: SIMD8<Float>, _ widths: SIMD8<Float>) -> Double {
    let power = Double((density * widths).sum())
    let squares = Double((density * density * widths).sum())
    return power > 0 ? squares / (FeatureRow.hopSeconds * power * power) : 0
  }
}
