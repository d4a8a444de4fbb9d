import CrampModel

/// How long a record is and how many samples of each channel are in it.
struct EDFShape: Sendable {
  /// Seconds, as the header states them.
  let duration: Double
  let durationText: String
  /// Samples in a record, for each channel.
  let samples: [Int]

  /// Finds a record duration near the wish in which every channel has a whole number of samples.
  ///
  /// - Returns: `nil` if there is none.
  init?(rates: [Double], wish: Double, sampleWidth: Int) {
    guard wish > 0, wish.isFinite, !rates.isEmpty,
      rates.allSatisfy({ $0 > 0 && $0 <= 1_000_000 })
    else { return nil }
    let factors = [1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.02, 0.01, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 60]
    let candidates = factors.map { wish * $0 } + rates.map { (wish * $0).rounded(.up) / $0 }
    let shapes = candidates.compactMap { Self(rates: rates, duration: $0) }
    guard let first = shapes.first else { return nil }
    // The format recommends records of at most 61440 bytes and allows shorter ones for it.
    self = shapes.first { $0.samples.reduce(0, +) * sampleWidth <= 61_440 } ?? first
  }

  private init?(rates: [Double], duration: Double) {
    var text = decimal(duration, least: 0, most: 6)
    if text.utf8.count > 8 { text = String(text.prefix(8)) }
    guard let duration = Double(text), duration > 0 else { return nil }
    var samples: [Int] = []
    for rate in rates {
      let count = (rate * duration).rounded()
      // A sample in a million: three seconds in a month.
      guard count >= 1, count < 1e7, abs(count - rate * duration) <= 1e-6 * count else {
        return nil
      }
      samples.append(Int(count))
    }
    self.duration = duration
    durationText = text
    self.samples = samples
  }
}
