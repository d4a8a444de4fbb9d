import CrampModel
import Testing

@testable import CrampDetection

/// Medians of a histogram against those of all values.
@Suite struct LevelHistogramTests {
  @Test(arguments: UInt64(1)...40)
  func `a median is within 0.8 per cent of the one that sorting gives`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var histogram = LevelHistogram()
    let centre = 0.01 * (generator.uniform() * 18).rounded() * 7 + 0.01
    let levels = (0..<1 + Int(generator.uniform() * 4_000)).map { _ in
      let spread = generator.uniform() * 4 - 2
      return centre * (1 + spread * spread * spread * spread)
    }
    for level in levels { histogram.add(level) }
    let exact = levels.sorted()[levels.count / 2]
    let median = try #require(histogram.median)
    #expect(abs(median / exact - 1) < 0.008, "\(median) for \(exact)")
    #expect(histogram.count == levels.count)
  }

  @Test func `levels of nothing have no median, and are counted`() {
    var histogram = LevelHistogram()
    #expect(histogram.median == nil)
    for level in [-4.0, 0, 1e-9, 5, .nan, .infinity] { histogram.add(level) }
    #expect(histogram.count == 4)
    #expect(histogram.median == nil)
    for _ in 0..<9 { histogram.add(5) }
    #expect(abs((histogram.median ?? 0) / 5 - 1) < 0.008)
    histogram.reset()
    #expect(histogram.count == 0)
    #expect(histogram.median == nil)
  }

  @Test(arguments: [0.001, 0.5, 1, 3.3, 250, 8_388_607, 1e12])
  func `any level has its place`(level: Double) throws {
    var histogram = LevelHistogram()
    histogram.add(level)
    #expect(abs(try #require(histogram.median) / min(level, 16_700_000) - 1) < 0.009)
  }
}
