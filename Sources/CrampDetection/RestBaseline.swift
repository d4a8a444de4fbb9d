/// The resting level of one channel: the 20th centile of half-second levels at rest over 10 minutes.
///
/// The owner feeds it only while the channel is at rest and can be judged, so that a cramp, however
/// slow its build-up, does not become the new rest. Constant memory.
struct RestBaseline: Sendable {
  /// Half seconds in ten minutes.
  static let capacity = 1_200
  /// Half seconds before there is a resting level.
  static let least = 2

  // Infinite where there is no level yet, in both.
  private var ring = [Double](repeating: .infinity, count: capacity)
  private var sorted = [Double](repeating: .infinity, count: capacity)
  private var next = 0
  /// How many half seconds it rests on.
  private(set) var count = 0

  init() {}

  /// The resting level; `nil` until a second of rest has been seen.
  var level: Double? {
    count >= Self.least ? sorted[count / 5] : nil
  }

  /// How much rest varies upward, as a standard deviation.
  ///
  /// Twice the distance from the 20th centile to the median is 1.68 standard deviations of a
  /// normal distribution.
  var spread: Double {
    guard count >= 10 else { return 0 }
    return (sorted[count / 2] - sorted[count / 5]) / 0.84
  }

  /// Takes in the level of half a second at rest.
  mutating func learn(_ level: Double) {
    replace(ring[next], by: level)
    ring[next] = level
    next = next == Self.capacity - 1 ? 0 : next + 1
    count = min(count + 1, Self.capacity)
  }

  /// Begins anew with `level` as the only knowledge, as after a gain change.
  mutating func restart(at level: Double) {
    for index in 0..<count {
      ring[index] = .infinity
      sorted[index] = .infinity
    }
    count = 0
    next = 0
    for _ in 0..<Self.least { learn(level) }
  }

  /// Moves only what lies between the one that goes and the one that comes.
  private mutating func replace(_ old: Double, by new: Double) {
    let gone = min(rank(of: old), Self.capacity - 1)
    let rank = rank(of: new)
    if rank <= gone {
      shift(from: rank, to: gone, by: 1)
      sorted[rank] = new
    } else {
      shift(from: gone + 1, to: rank, by: -1)
      sorted[rank - 1] = new
    }
  }

  private mutating func shift(from first: Int, to end: Int, by offset: Int) {
    precondition(first + offset >= 0 && first <= end && max(end, end + offset) <= sorted.count)
    unsafe sorted.withUnsafeMutableBufferPointer { sorted in
      // The precondition keeps both spans within it; `update` copies overlapping ones rightly.
      guard let base = sorted.baseAddress else { return }
      unsafe (base + first + offset).update(from: base + first, count: end - first)
    }
  }

  /// How many of all are less.
  private func rank(of level: Double) -> Int {
    var low = 0
    var length = Self.capacity
    while length > 1 {
      let half = length / 2
      low = sorted[low + half - 1] < level ? low + half : low
      length -= half
    }
    return sorted[low] < level ? low + 1 : low
  }
}
