import CrampModel

/// Band-limited noise of one channel whose loudness follows a plan, in microvolts.
struct MuscleNoise: Sendable {
  private static let rest: Float = 5
  private static let effort: Float = 8

  private let rate: Int
  private let high: Float
  private let low: Float
  private var scale: Float = 1
  private var random: SplitMix64
  private var slow: Float = 0
  private var smooth: Float = 0
  private var smoother: Float = 0

  init(rate: Int, seed: UInt64) {
    self.rate = rate
    high = Self.share(of: 30, rate: rate)
    low = Self.share(of: 200, rate: rate)
    random = SplitMix64(seed: seed)
    var squares: Float = 0
    for _ in 0..<8_192 {
      let value = shaped()
      squares += value * value
    }
    scale = 1 / (squares / 8_192).squareRoot()
  }

  mutating func next(at index: Int) -> Float {
    let minute = index / rate / 60
    let second = index / rate % 60
    let length = minute % 5 == 4 ? 30 : 8
    let isTense = (20..<20 + length).contains(second)
    return shaped() * scale * Self.rest * (isTense ? Self.effort : 1)
  }

  /// White noise of four uniform draws, between a high-pass of 30 Hz and a low-pass of 200 Hz.
  @inline(__always)
  private mutating func shaped() -> Float {
    let bits = random.next()
    let sum =
      (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48 & 0xFFFF)
    let white = Float(sum) / 65_536 - 2
    slow += high * (white - slow)
    smooth += low * (white - slow - smooth)
    smoother += low * (smooth - smoother)
    return smoother
  }

  /// The share of a difference that a low-pass of first order takes over with each sample.
  private static func share(of corner: Float, rate: Int) -> Float {
    let turn = 2 * Float.pi * corner / Float(rate)
    return min(0.9, turn / (1 + turn))
  }
}
