import CrampModel
import Testing

@testable import SignalFeatures

@Suite struct BackgroundPowerTests {
  @Test(arguments: [1, 2, 3])
  func `the median is that of the last second, sorted`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var background = BackgroundPower()
    var powers: [Double] = []
    for hop in 0..<500 {
      // Few different powers, so that many are equal.
      powers.append(Double(Int.random(in: 0..<12, using: &generator)))
      background.append(powers[hop], least: 0.5)
      let last = powers.suffix(20).sorted()
      let wanted = last.count >= 10 ? max(0.5, last[last.count / 2]) : nil
      #expect(background.median == wanted)
    }
  }
}
