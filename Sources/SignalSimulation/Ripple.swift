import CrampModel

/// Breaths or heart beats, one after the other, each a little different in length and depth.
struct Ripple: Sendable {
  private let amplitude: Double
  private let rate: Double
  private let riseShare: Double
  private let irregularity: Double
  private let sighs: Double
  private var generator: SplitMix64
  private var phase: Double
  private var height = 0.0
  private var pace = 0.0

  /// Starts somewhere in a cycle.
  ///
  /// - Parameters:
  ///   - amplitude: The height of an ordinary cycle.
  ///   - rate: Cycles a second.
  ///   - riseShare: The part of a cycle that goes up.
  ///   - irregularity: The part by which lengths differ; depths differ half as much again.
  ///   - sighs: How likely a cycle is two to four times as high.
  ///   - generator: Where the differences come from.
  init(
    amplitude: Double,
    rate: Double,
    riseShare: Double,
    irregularity: Double,
    sighs: Double = 0,
    generator: SplitMix64
  ) {
    self.amplitude = amplitude
    self.rate = rate
    self.riseShare = riseShare
    self.irregularity = irregularity
    self.sighs = sighs
    self.generator = generator
    phase = self.generator.uniform()
    begin()
  }

  /// The value `seconds` after the last one.
  mutating func next(seconds: Double) -> Double {
    phase += pace * seconds
    if phase >= 1 {
      phase -= phase.rounded(.down)
      begin()
    }
    let up = Elementary.smoothStep(phase / riseShare)
    let down = Elementary.smoothStep((phase - riseShare) / (1 - riseShare))
    return height * (up - down)
  }

  private mutating func begin() {
    pace = rate * generator.uniform(1 - irregularity...1 + irregularity)
    height = amplitude * generator.uniform(1 - 1.5 * irregularity...1 + 1.5 * irregularity)
    if generator.chance(sighs) { height *= generator.uniform(2...4) }
  }
}
