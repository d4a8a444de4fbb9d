import CrampModel

/// How the samples of one channel become digital values.
struct EDFEncoding: Sendable {
  let physicalMinimum: String
  let physicalMaximum: String
  let digital: ClosedRange<Int>
  private let low: Double
  private let scale: Double

  /// Fits the digital range to the channel's rails, else to a range that suits its unit.
  ///
  /// - Returns: `nil` if the rails do not fit into eight characters.
  init?(_ channel: ChannelDescription, sampleWidth: Int) {
    let half = 1 << (8 * sampleWidth - 1)
    digital = -half...half - 1
    let range = Self.range(channel, half: half)
    guard let minimum = Self.field(range.lowerBound, .down),
      let maximum = Self.field(range.upperBound, .up),
      let low = Double(minimum), let high = Double(maximum), low < high
    else { return nil }
    physicalMinimum = minimum
    physicalMaximum = maximum
    self.low = low
    scale = (high - low) / Double(digital.upperBound - digital.lowerBound)
  }

  /// The digital value of a sample, and whether it had to be clipped.
  func digital(_ sample: Float) -> (value: Int, isClipped: Bool) {
    let exact = ((Double(sample) - low) / scale).rounded() + Double(digital.lowerBound)
    let value = min(max(exact, Double(digital.lowerBound)), Double(digital.upperBound))
    return (Int(value), value != exact)
  }

  private static func range(_ channel: ChannelDescription, half: Int) -> ClosedRange<Double> {
    if let low = channel.railLow, let high = channel.railHigh, low.isFinite, high.isFinite {
      // By way of the shortest decimals: a rail that came from a header goes back as it was.
      let ends = [low, high].map { Double($0.description) ?? Double($0) }.sorted()
      return ends[0] < ends[1] ? ends[0]...ends[1] : ends[0] - 1...ends[1] + 1
    }
    switch channel.unit {
    case .count, .arbitrary: return Double(-half)...Double(half - 1)
    case .microvolt, .millivolt, .volt:
      // 16 bits: ten times what surface EMG reaches, in steps of 0.3 microvolts. 24 bits: with the
      // offset of its electrodes, up to 300 mV (IEC 60601-2-47), in steps of 0.05 microvolts.
      return half == 1 << 15 ? -10_000...10_000 : -400_000...400_000
    case .newton, .kilogramForce, .kilopascal, .millimetreOfMercury: return -5_000...5_000
    }
  }

  /// A number of at most eight characters, rounded outwards.
  private static func field(_ value: Double, _ rule: FloatingPointRoundingRule) -> String? {
    var scale = 1e6
    for decimals in stride(from: 6, through: 0, by: -1) {
      let product = value * scale
      // A product that is whole but for its last bits is meant to be whole.
      let near = product.rounded()
      let whole = abs(product - near) < 1e-9 * abs(product) ? near : product.rounded(rule)
      let text = decimal(whole / scale, least: 0, most: decimals)
      if text.utf8.count <= 8 { return text }
      scale /= 10
    }
    return nil
  }
}
