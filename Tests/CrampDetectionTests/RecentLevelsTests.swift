import CrampModel
import Testing

@testable import CrampDetection

/// What the last minute of a channel says against what all of its rows say.
@Suite struct RecentLevelsTests {
  @Test(arguments: UInt64(1)...4)
  func `the last minute is what its rows were`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var recent = RecentLevels()
    var rows: [FeatureRow] = []
    var steadies: [Double] = []
    for index in 0..<3_000 {
      let row = FeatureRow(
        hop: 3 * index,
        shortRMS: generator.uniform(),
        level: generator.uniform(),
        hopRMS: generator.uniform() < 0.1 ? 30 : generator.uniform()
      )
      rows.append(row)
      recent.append(row, isVetoed: false)
      steadies.append(Self.steady(rows))
      #expect(recent.steady == steadies[index])
      let back = Int(generator.uniform() * 1_300)
      let isKept = back < min(rows.count, RecentLevels.capacity)
      let past = isKept ? rows[rows.count - 1 - back] : nil
      #expect(recent.hop(back) == past?.hop)
      #expect(recent.short(back) == past?.shortRMS)
      #expect(recent.level(back) == past?.level)
      #expect(recent.steady(back) == (isKept ? steadies[steadies.count - 1 - back] : nil))
    }
  }

  @Test func `a window is that of the newest hops, the skipped ones apart`() {
    var generator = SplitMix64(seed: 5)
    var recent = RecentLevels()
    var rows: [FeatureRow] = []
    let levels = Thresholds(rest: 0.2, swing: 0.3, offShare: 0.3)
    for hop in 0..<2_500 {
      rows.append(row(hop, generator.uniform()))
      recent.append(rows[hop], isVetoed: hop % 3 == 0)
      guard hop % 50 == 49 else { continue }
      let skipped = Int(generator.uniform() * 20)
      let size = 1 + Int(generator.uniform() * 1_500)
      let window = recent.window(size, levels, skipping: skipped)
      let past = rows.dropLast(skipped).suffix(min(size, RecentLevels.capacity - skipped))
      let power = past.map { $0.hopRMS * $0.hopRMS }.reduce(0, +) / Double(past.count)
      #expect(window.peak == past.map(\.shortRMS).max())
      #expect(window.clear == Double(past.count { $0.hop % 3 != 0 }) / Double(past.count))
      #expect(abs(window.rms - power.squareRoot()) < 1e-12)
    }
  }

  /// The RMS of the last second without its five strongest hops.
  private static func steady(_ rows: [FeatureRow]) -> Double {
    let powers = rows.suffix(20).map { $0.hopRMS * $0.hopRMS }.sorted()
    let kept = max(1, powers.count - powers.count / 4)
    return 1.08 * (powers.prefix(kept).reduce(0, +) / Double(kept)).squareRoot()
  }
}
