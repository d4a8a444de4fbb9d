internal import CrampModel

/// How many fasciculations there are, against how many the person usually has.
///
/// The usual is the 95th centile of all half minutes so far, so that people who often have spells
/// of fasciculations are not warned of each. Constant memory.
struct FasciculationRate: Sendable {
  /// Half minutes before the usual is known: two hours, our assumption.
  ///
  /// With half an hour, most of the false warnings of simulated nights were first spells.
  static let least = 240

  private var seconds = [Int](repeating: 0, count: 30)
  private var hops = 0
  private var second = 0
  private var block = 0
  private var filled = 0
  private var blocks = [Int](repeating: 0, count: 64)
  private var blockCount = 0

  init() {}

  /// Fasciculations in those of the last thirty judged seconds that were still.
  private(set) var recent = 0

  /// Takes in those of a hop that can be judged; what looks like one within a movement is none.
  mutating func advance(_ fasciculations: Int, isStill: Bool) {
    second += isStill ? max(0, fasciculations) : 0
    hops += 1
    guard hops == FeatureRow.hopsPerSecond else { return }
    recent += second - seconds[filled]
    seconds[filled] = second
    block += second
    filled += 1
    second = 0
    hops = 0
    guard filled == seconds.count else { return }
    blocks[min(block, blocks.count - 1)] += 1
    blockCount += 1
    block = 0
    filled = 0
  }

  /// The 95th centile of half minutes; `nil` in the first two hours.
  var usual: Int? {
    guard blockCount >= Self.least else { return nil }
    var below = 0
    for (count, number) in blocks.enumerated() {
      below += number
      if below * 20 >= blockCount * 19 { return count }
    }
    return blocks.count - 1
  }
}
