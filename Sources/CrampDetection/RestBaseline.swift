/// The resting level of one channel: the 20th centile of half-second levels at rest over 10 minutes.
///
/// The owner feeds it only while the channel is at rest and can be judged, so that a cramp, however
/// slow its build-up, does not become the new rest. Constant memory.
struct RestBaseline: Sendable {
  /// Half seconds in ten minutes.
  static let capacity = 1_200
  /// Half seconds before there is a resting level.
  static let least = 2

  private var ring: [Double] = []
  private var next = 0
  private var sorted: [Double] = []

  init() {
    ring.reserveCapacity(Self.capacity)
    sorted.reserveCapacity(Self.capacity)
  }

  /// How many half seconds it rests on.
  var count: Int { ring.count }

  /// The resting level; `nil` until a second of rest has been seen.
  var level: Double? {
    sorted.count >= Self.least ? sorted[sorted.count / 5] : nil
  }

  /// How much rest varies upward, as a standard deviation.
  ///
  /// Twice the distance from the 20th centile to the median is 1.68 standard deviations of a
  /// normal distribution.
  var spread: Double {
    guard sorted.count >= 10 else { return 0 }
    return (sorted[sorted.count / 2] - sorted[sorted.count / 5]) / 0.84
  }

  /// Takes in the level of half a second at rest.
  mutating func learn(_ level: Double) {
    if ring.count < Self.capacity {
      ring.append(level)
    } else {
      sorted.remove(at: rank(of: ring[next]))
      ring[next] = level
      next = (next + 1) % Self.capacity
    }
    sorted.insert(level, at: rank(of: level))
  }

  /// Begins anew with `level` as the only knowledge, as after a gain change.
  mutating func restart(at level: Double) {
    ring.removeAll(keepingCapacity: true)
    sorted.removeAll(keepingCapacity: true)
    next = 0
    for _ in 0..<Self.least { learn(level) }
  }

  private func rank(of level: Double) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < level { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
