import CrampModel
import Foundation
import SignalSimulation

/// Thirty nights and twelve practice sessions of one person whose tone falls, drawn from a seed.
///
/// Tone falls by a fifth in a week, with some chance from night to night; cramps come less often as
/// it falls. These are choices of this simulation, not findings.
struct SimulatedMonth {
  static let nightCount = 30
  static let practiceCount = 12
  /// What is left of the tone after a week.
  static let weeklyFactor = 0.8
  /// The tone that the first night is drawn around, in microvolts RMS.
  static let firstTone = 8.0
  static let channel = "left-calf"
  static let rate = Hertz(250)

  let nights: [SimulatedNight]
  let practices: [SimulatedPractice]

  /// Draws a month.
  ///
  /// - Parameters:
  ///   - seed: Another seed, another month.
  ///   - nightLength: Seconds of each night, 480 at least.
  init(seed: UInt64, nightLength: Double) {
    var draw = SplitMix64(seed: seed)
    nights = (0..<Self.nightCount).map { day in
      SimulatedNight(day: day, length: nightLength, from: &draw)
    }
    practices = (0..<Self.practiceCount).map { number in
      SimulatedPractice(number: number, from: &draw)
    }
  }

  /// The tone that a day is drawn around, in microvolts RMS.
  static func tone(day: Int) -> Double {
    firstTone * pow(weeklyFactor, Double(day) / 7)
  }

  static func channel(tone: Double) -> SimulatedChannel {
    SimulatedChannel(name: channel, restTone: tone)
  }
}

extension SplitMix64 {
  /// A number that is uniform within a range.
  mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }

  /// A whole number from a Poisson distribution (Knuth, The Art of Computer Programming, 3.4.1).
  mutating func count(mean: Double) -> Int {
    let limit = exp(-mean)
    var count = 0
    var product = uniform()
    while product > limit {
      count += 1
      product *= uniform()
    }
    return count
  }
}
