import CrampModel
import Foundation
import SignalFeatures
import Testing

/// What the bank computes side by side, against the same thing done plainly, one channel at a time.
@Suite struct FeatureBankReferenceTests {
  static let rates = [125.0, 250, 500, 1_000, 2_048, 10_000]

  private static func channels(_ count: Int, rate: Double) -> [ChannelDescription] {
    (0..<count).map {
      ChannelDescription(name: "c\($0)", unit: .microvolt, rate: Hertz(rate), modality: .emg)
    }
  }

  /// Noise with an offset and a burst, without hum; another in each channel.
  private static func signals(
    _ count: Int,
    rate: Double,
    seconds: Double,
    hum: Double = 0
  ) -> [[Float]] {
    (0..<count).map { channel in
      var generator = SplitMix64(seed: UInt64(channel) + 1)
      var slow = 0.0
      return (0..<Int(rate * seconds)).map { index in
        let time = Double(index) / rate
        slow = 0.7 * slow + generator.uniform() - 0.5
        let burst = time.truncatingRemainder(dividingBy: 7) > 5 ? 12.0 : 1.0
        let line = hum * sin(2 * .pi * 50 * time + Double(channel))
        return Float(Double(100 * channel) + burst * (slow + generator.uniform() - 0.5) + line)
      }
    }
  }

  private static func punch(_ signals: inout [[Float]], seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for channel in signals.indices where channel % 3 != 1 {
      for _ in 0..<12 {
        let first = Int.random(in: 0..<signals[channel].count, using: &generator)
        let size = [1, 3, 15, 400, 3_000].randomElement(using: &generator) ?? 1
        for index in first..<min(signals[channel].count, first + size) {
          signals[channel][index] = .nan
        }
      }
    }
  }

  @Test(arguments: rates)
  func `levels equal those of plain filters`(rate: Double) {
    let signals = Self.signals(5, rate: rate, seconds: 8)
    let rows = FeatureRows.of(signals, Self.channels(5, rate: rate), cut: 3)
    for (channel, samples) in signals.enumerated() {
      var filter = PlainConditioning(rate: rate)
      let squares = samples.map { sample in
        let value = filter.advance(Double(sample))
        return value * value
      }
      // Two seconds: from then on a line of hum may be seen in noise, and taken out.
      for row in rows[channel].prefix(19) {
        let end = Int((Double(row.hop + 1) * 0.05 * rate).rounded())
        let start = Int((Double(max(0, row.hop - 4)) * 0.05 * rate).rounded())
        let wanted = (squares[start..<end].reduce(0, +) / Double(end - start)).squareRoot()
        #expect(abs(row.level - wanted) <= 1e-5 * wanted, "\(channel) \(row.hop)")
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8, 9, 13])
  func `channels side by side are what each is alone`(count: Int) {
    var signals = Self.signals(count, rate: 500, seconds: 12, hum: 4)
    Self.punch(&signals, seed: UInt64(count))
    let channels = Self.channels(count, rate: 500)
    let together = FeatureRows.of(signals, channels)
    for channel in signals.indices {
      let alone = FeatureRows.of([signals[channel]], [channels[channel]])[0]
      #expect(alone.count == together[channel].count)
      for (one, other) in zip(alone, together[channel]) {
        #expect(abs(one.level - other.level) <= 1e-9 * (1 + one.level))
        #expect(abs(one.shortRMS - other.shortRMS) <= 1e-9 * (1 + one.shortRMS))
        var near = other
        (near.level, near.shortRMS, near.hopRMS) = (one.level, one.shortRMS, one.hopRMS)
        #expect(near == one)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6])
  func `rows with holes do not depend on the cut, bit for bit`(seed: UInt64) {
    var signals = Self.signals(6, rate: 500, seconds: 15, hum: 3)
    Self.punch(&signals, seed: seed)
    let channels = Self.channels(6, rate: 500)
    #expect(
      FeatureRows.of(signals, channels, cut: seed) == FeatureRows.of(signals, channels)
    )
  }

  @Test func `hum is taken out of the level and stays in the quality`() throws {
    let rows = FeatureRows.of(
      Self.signals(4, rate: 1_000, seconds: 12, hum: 40),
      Self.channels(4, rate: 1_000)
    )
    let quiet = FeatureRows.of(
      Self.signals(4, rate: 1_000, seconds: 12),
      Self.channels(4, rate: 1_000)
    )
    for (row, other) in zip(rows, quiet) {
      let (with, without) = (try #require(row.dropLast(100).last), other[row.count - 101])
      #expect(with.quality.rms > 20)
      #expect(abs(with.level / without.level - 1) < 0.25, "\(with.level) \(without.level)")
    }
  }
}
