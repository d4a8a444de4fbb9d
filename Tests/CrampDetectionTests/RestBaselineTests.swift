import CrampModel
import Testing

@testable import CrampDetection

/// Centiles that are kept up against those of all levels sorted anew.
@Suite struct RestBaselineTests {
  @Test(arguments: UInt64(1)...8)
  func `rest is the centile of the last ten minutes`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var baseline = RestBaseline()
    var levels: [Double] = []
    for step in 0..<4_000 {
      if generator.uniform() < 0.000_5 {
        let level = generator.uniform()
        baseline.restart(at: level)
        levels = [level, level]
      }
      // Some are alike, and over half an hour rest goes up and down.
      let level = 2 + (generator.uniform() * 50).rounded() / 50 + Double(step / 1_000 % 2)
      baseline.learn(level)
      levels.append(level)
      let sorted = levels.suffix(RestBaseline.capacity).sorted()
      let isKnown = sorted.count >= RestBaseline.least
      #expect(baseline.count == sorted.count)
      #expect(baseline.level == (isKnown ? sorted[sorted.count / 5] : nil))
      let wide = sorted[sorted.count / 2] - sorted[sorted.count / 5]
      #expect(baseline.spread == (sorted.count >= 10 ? wide / 0.84 : 0))
    }
  }
}
