import CrampModel
import Testing

struct DurationHistogramTests {
  @Test(arguments: [
    (0, 1), (1, 2), (7, 8), (8, 9), (15, 16), (16, 18), (17, 18), (31, 32), (32, 36),
    (1_000, 1_024), (50_000, 53_248), (67_000_000, 67_108_864),
  ])
  func `a duration is rounded up to the end of its bucket`(microseconds: Int, end: Int) {
    var histogram = DurationHistogram()
    histogram.note(.microseconds(microseconds))
    histogram.note(.seconds(1000))
    #expect(histogram.quantile(0.5) == .microseconds(end))
  }

  @Test func `a bucket is no wider than an eighth of what is in it`() {
    var generator = SplitMix64(seed: 8)
    for _ in 0..<10_000 {
      let exact = Int.random(in: 8..<60_000_000, using: &generator)
      var histogram = DurationHistogram()
      histogram.note(.microseconds(exact))
      histogram.note(.seconds(1000))
      let found = histogram.quantile(0.5) ?? .zero
      #expect(found > .microseconds(exact) && found <= .microseconds(exact + exact / 8 + 1))
    }
  }

  @Test(arguments: [(0.0, 1), (0.01, 1), (0.5, 50), (0.99, 99), (1.0, 100)])
  func `a share counts from the shortest`(share: Double, milliseconds: Int) {
    var histogram = DurationHistogram()
    for duration in (1...100).reversed() { histogram.note(.milliseconds(duration)) }
    let found = histogram.quantile(share) ?? .zero
    #expect(found >= .milliseconds(milliseconds) && found <= .milliseconds(milliseconds) * 1.13)
    #expect(histogram.count == 100 && histogram.longest == .milliseconds(100))
    #expect(histogram.sum == .milliseconds(5_050))
    #expect(histogram.counts.reduce(0, +) == 100)
  }

  @Test(arguments: [Duration.seconds(-5), .seconds(100), .seconds(Int64.max / 4)])
  func `what has no bucket of its own is in the first or in the last`(duration: Duration) {
    var histogram = DurationHistogram()
    histogram.note(duration)
    #expect((duration < .zero ? histogram.counts.first : histogram.counts.last) == 1)
    #expect(histogram.longest == max(.zero, duration))
  }

  @Test func `nothing has no quantile`() {
    #expect(DurationHistogram().quantile(0.5) == nil)
  }
}
