internal import CrampModel

/// What the hops of the last second of one channel came to, and how good its signal is.
struct ChannelLevels: Sendable {
  private var hops = [HopSums](repeating: HopSums(), count: FeatureRow.hopsPerSecond)
  private var count = 0
  /// Where the next hop goes.
  private var next = 0
  /// The last second, judged anew every half second.
  var quality = SignalQuality()

  init() {}

  /// Whether a spectrum is due: every half second.
  static func isJudged(hop: Int) -> Bool { (hop + 1) % (FeatureRow.hopsPerSecond / 2) == 0 }

  /// Takes in a hop.
  mutating func append(_ sums: HopSums) {
    hops[next] = sums
    next = next + 1 == FeatureRow.hopsPerSecond ? 0 : next + 1
    count += 1
  }

  /// RMS without hum over the newest hops, and whether enough of them was there: four fifths.
  func level(last hops: Int) -> (rms: Double, isValid: Bool) {
    var (present, missing, squares) = (0, 0, 0.0)
    for back in stride(from: min(hops, count) - 1, through: 0, by: -1) {
      let slot = slot(back)
      present += self.hops[slot].present
      missing += self.hops[slot].missing
      squares += self.hops[slot].cleanSquares
    }
    let rms = present > 0 ? (squares / Double(present)).squareRoot() : 0
    return (rms, present > 0 && missing * 4 <= present)
  }

  /// Judges the last second by what needs no spectrum; whether there is anything to judge.
  mutating func judge() -> Bool {
    var second = HopSums()
    for back in stride(from: min(FeatureRow.hopsPerSecond, count) - 1, through: 0, by: -1) {
      second.add(hops[slot(back)])
    }
    guard second.present > 0 else { return false }
    let present = Double(second.present)
    quality.railed = Double(second.railed) / present
    quality.repeated = Double(second.repeats) / present
    let variance = second.squares / present
    quality.rms = variance.squareRoot()
    if variance > 0 {
      quality.kurtosis = second.fourths / present / (variance * variance)
      quality.crest = second.greatest / variance.squareRoot()
      quality.neighbourCorrelation = second.neighbours / second.squares
    }
    return true
  }

  /// Adds what was read off the newest spectrum.
  mutating func take(_ reading: SpectralReading) {
    quality.hum = reading.hum
    quality.motion = reading.motion
    quality.flatness = reading.flatness
    quality.medianFrequency = reading.medianFrequency
    quality.clean = reading.clean
    quality.density = reading.density
  }

  private func slot(_ back: Int) -> Int {
    let slot = next - 1 - back
    return slot < 0 ? slot + FeatureRow.hopsPerSecond : slot
  }
}
