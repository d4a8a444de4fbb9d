import CrampModel
import Testing

@testable import CrampDetection

/// What is kept up in passing against what is worked out anew from all numbers.
@Suite struct NewestTwentyTests {
  @Test(arguments: UInt64(1)...20)
  func `twenty numbers are in order, however they come`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var newest = NewestTwenty()
    var all: [Double] = []
    for _ in 0..<2_000 {
      all.append(Self.number(&generator))
      newest.append(all[all.count - 1])
      let wanted = all.suffix(20).map { $0.isNaN ? .infinity : $0 }.sorted()
      let found = wanted.indices.map { newest.sorted[$0] }
      #expect(found == wanted)
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `a sum of twenty is that of the last twenty alone`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var second = SumOfTwenty()
    var all: [Double] = []
    for _ in 0..<2_000 {
      let number = generator.uniform()
      // A contraction a million times stronger leaves nothing behind.
      all.append(generator.uniform() < 0.02 ? 1e12 * number : number)
      let sum = second.append(all[all.count - 1])
      let wanted = all.suffix(20).reduce(0, +)
      #expect(abs(sum - wanted) <= 1e-12 * wanted, "\(sum), slowly \(wanted)")
    }
  }

  /// Levels, and what can go wrong with them: alike, nothing, beyond all measure, no number.
  private static func number(_ generator: inout SplitMix64) -> Double {
    let chance = generator.uniform()
    if chance < 0.1 { return 3 }
    if chance < 0.15 { return 0 }
    if chance < 0.18 { return .infinity }
    if chance < 0.21 { return .nan }
    return generator.uniform() * (chance < 0.3 ? 1e9 : 1)
  }
}
