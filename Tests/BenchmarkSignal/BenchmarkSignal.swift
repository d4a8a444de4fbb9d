public import CrampModel

/// A seeded signal that keeps every stage at work: muscle noise, mains hum, drift, and cramps.
///
/// Rest of 5 µV; in each minute 8 s at eight times that, every fifth minute 30 s. Hum of 50 Hz and
/// two harmonics never stops, so that its notches never rest. It costs little to make, and the same
/// seed gives the same samples however they are read.
public struct BenchmarkSignal: Sendable {
  /// What it is, as a sensor would describe it.
  public let stream: StreamDescription
  /// What is added to all channels alike, for one second.
  private let hum: [Float]
  private var sources: [MuscleNoise]
  private var position: Int

  /// Starts a signal.
  ///
  /// - Parameters:
  ///   - channels: How many.
  ///   - rate: Samples a second, a whole number.
  ///   - seed: Another seed, another signal.
  ///   - start: The second of its plan that it begins with.
  public init(channels: Int, rate: Int, seed: UInt64 = 1, start: Int = 0) {
    position = start * rate
    stream = Self.stream(channels: channels, rate: rate)
    hum = (0..<rate).map { index in
      let lines: [(frequency: Int, amplitude: Float)] = [(50, 10), (100, 4), (150, 3)]
      return lines.reduce(0) { sum, line in
        guard 2 * line.frequency < rate else { return sum }
        return sum + line.amplitude * Self.sine(index * line.frequency % rate, of: rate)
      }
    }
    sources = (0..<channels).map { MuscleNoise(rate: rate, seed: seed &* 1_000 &+ UInt64($0)) }
  }

  /// The channels of such a signal, with the rails of a converter.
  ///
  /// - Parameters:
  ///   - channels: How many.
  ///   - rate: Samples a second.
  /// - Returns: A stream that no sensor has.
  public static func stream(channels: Int, rate: Int) -> StreamDescription {
    StreamDescription(
      sensor: "synthetic:benchmark",
      driver: "synthetic",
      channels: (0..<channels).map {
        ChannelDescription(
          name: "emg\($0 + 1)",
          unit: .microvolt,
          rate: Hertz(Double(rate)),
          railLow: -1_000,
          railHigh: 1_000
        )
      }
    )
  }

  /// Makes the next samples.
  ///
  /// - Parameters:
  ///   - block: Cleared first, its storage kept.
  ///   - count: Samples of each channel.
  public mutating func read(into block: inout SampleBlock, count: Int) {
    block.removeAll()
    for channel in sources.indices {
      for index in position..<position + count {
        block.channels[channel].append(sources[channel].next(at: index) + hum[index % hum.count])
      }
    }
    position += count
  }

  /// A sine of one period in `count` steps, by its product: exact enough, and the same everywhere.
  private static func sine(_ step: Int, of count: Int) -> Float {
    let phase = 2 * Double.pi * Double(step) / Double(count)
    let folded = phase > .pi ? phase - 2 * .pi : phase
    let square = folded * folded
    var term = folded
    var sum = folded
    for order in stride(from: 2.0, through: 30, by: 2) {
      term *= -square / (order * (order + 1))
      sum += term
    }
    return Float(sum)
  }
}
