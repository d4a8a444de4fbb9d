/// The median over a second of the mean power of hops: what single potentials stand out of.
struct BackgroundPower: Sendable {
  private static let capacity = 20
  private var ring = [Double](repeating: 0, count: capacity)
  private var sorted = [Double](repeating: 0, count: capacity)
  private var hops = 0

  /// The median; `nil` until half a second has been seen.
  private(set) var median: Double?

  init() {}

  /// Forgets the past.
  mutating func reset() {
    hops = 0
    median = nil
  }

  /// Adds a hop of a mean power; `least` is the smallest power that is believed.
  mutating func append(_ power: Double, least: Double) {
    let slot = hops % Self.capacity
    var place = min(hops, Self.capacity)
    if place == Self.capacity {
      place = 0
      while place < Self.capacity - 1, sorted[place] != ring[slot] { place += 1 }
      while place < Self.capacity - 1, sorted[place + 1] < power {
        sorted[place] = sorted[place + 1]
        place += 1
      }
    }
    while place > 0, sorted[place - 1] > power {
      sorted[place] = sorted[place - 1]
      place -= 1
    }
    sorted[place] = power
    ring[slot] = power
    hops += 1
    let count = min(hops, Self.capacity)
    median = count >= Self.capacity / 2 ? max(least, sorted[count / 2]) : nil
  }
}
