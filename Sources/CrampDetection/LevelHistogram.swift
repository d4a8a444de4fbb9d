/// Counts levels in classes of constant ratio, for medians in constant memory.
///
/// The classes are those of Tene's HdrHistogram: 64 to each octave, so that the middle of a class is
/// within 0.8 % of every level in it. Levels from about 0.001 to 16 million are told apart, which
/// holds microvolts, codes of a converter and any unit of force; what is lower counts as nothing.
struct LevelHistogram: Sendable {
  private var counts = [UInt32](repeating: 0, count: Self.classes)
  /// Levels of zero, below it or too small to be told apart.
  private var lowest = 0
  /// How many levels were counted.
  private(set) var count = 0

  /// The median, or the upper of the two in the middle; `nil` where it is nothing or there is none.
  var median: Double? {
    let rank = count / 2
    var below = lowest
    guard count > 0, rank >= below else { return nil }
    for index in counts.indices {
      below += Int(counts[index])
      if below > rank { return Self.middle(of: index) }
    }
    return nil
  }

  /// Counts a level; one that is not finite is left out.
  mutating func add(_ level: Double) {
    guard level.isFinite else { return }
    count += 1
    let index = Self.index(of: Float(level))
    if index < 0 {
      lowest += 1
    } else {
      counts[min(index, Self.classes - 1)] += 1
    }
  }

  /// Forgets all levels.
  mutating func reset() {
    guard count > 0 else { return }
    for index in counts.indices { counts[index] = 0 }
    lowest = 0
    count = 0
  }

  /// The exponent and the first six bits behind the point: they grow with the level.
  private static func index(of level: Float) -> Int {
    guard level > 0 else { return -1 }
    return Int(level.bitPattern >> shift) - first
  }

  private static func middle(of index: Int) -> Double {
    let low = UInt32(first + index) << shift
    let high = low + 1 << shift
    return (Double(Float(bitPattern: low)) + Double(Float(bitPattern: high))) / 2
  }

  private static let shift: UInt32 = 17
  private static let octaves = 34
  private static let classes = octaves * 64
  /// The class of 2 to the power of -10.
  private static let first = (127 - 10) * 64
}
