import CrampModel
import Testing

@testable import CrampDetection

@Suite struct SortInPlaceTests {
  @Test(arguments: [0, 1, 2, 3, 10, 57, 200, 1_200])
  func `numbers are in order, and the same ones`(count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    for distinct in [2.0, 50, 1e9] {
      let numbers = (0..<count).map { _ in (distinct * generator.uniform()).rounded() }
      var sorted = numbers
      sorted.sortInPlace()
      #expect(sorted == numbers.sorted())
    }
  }
}
