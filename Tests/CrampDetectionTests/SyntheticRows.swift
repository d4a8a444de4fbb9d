import CrampDetection
import CrampModel

/// A stream of channels of EMG.
func emgStream(
  _ names: [String],
  unit: SignalUnit = .microvolt,
  chain: String? = nil
) -> StreamDescription {
  StreamDescription(
    sensor: "test",
    driver: "test",
    channels: names.map {
      ChannelDescription(name: $0, unit: unit, rate: Hertz(1_000), chain: chain)
    }
  )
}

/// A row of a muscle at a level.
func row(_ hop: Int, _ level: Double, medianFrequency: Double = 0) -> FeatureRow {
  var quality = SignalQuality()
  quality.medianFrequency = medianFrequency
  return FeatureRow(hop: hop, shortRMS: level, level: level, quality: quality)
}

extension SplitMix64 {
  /// About normal, with mean 0 and deviation 1: the sum of twelve uniform numbers.
  mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + uniform() }
  }
}
