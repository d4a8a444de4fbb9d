import CrampModel
import Testing

@testable import SignalFeatures

@Suite struct RawStatisticsTests {
  @Test(arguments: 1...40)
  func `stretches are what their samples are one by one`(size: Int) {
    var generator = SplitMix64(seed: UInt64(size))
    var (stretches, singles) = (RawStatistics(low: -3, high: 3), RawStatistics(low: -3, high: 3))
    for _ in 0..<20 {
      let samples = (0..<size).map { _ in
        Float(Int.random(in: -8...8, using: &generator)) / 2
      }
      samples.withUnsafeBufferPointer { samples in
        if let start = samples.baseAddress { stretches.take(start, size) }
      }
      for sample in samples { singles.take(sample) }
      #expect(stretches.step == singles.step)
      #expect(stretches.repeats == singles.repeats)
      #expect(stretches.railed == singles.railed)
      #expect(stretches.present == singles.present)
      #expect(
        stretches.isCoarse(step: stretches.step) == singles.isCoarse(step: singles.step)
      )
    }
  }
}
