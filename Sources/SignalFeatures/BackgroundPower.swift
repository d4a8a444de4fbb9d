/// The median over a second of the mean power of hops: what single potentials stand out of.
struct BackgroundPower: Sendable {
  private static let capacity = 20
  private var ring = [Double](repeating: 0, count: capacity)
  private var sorted = [Double](repeating: 0, count: capacity)
  private var hops = 0
  private var squares = 0.0
  private var samples = 0

  /// The median; `nil` until half a second has been seen.
  private(set) var median: Double?

  init() {}

  /// Forgets the past.
  mutating func reset() {
    hops = 0
    squares = 0
    samples = 0
    median = nil
  }

  /// Adds the square of a sample.
  @inline(__always)
  mutating func push(_ square: Double) {
    squares += square
    samples += 1
  }

  /// Ends a hop; `least` is the smallest power that is believed.
  mutating func finishHop(least: Double) {
    guard samples > 0 else { return }
    ring[hops % Self.capacity] = squares / Double(samples)
    hops += 1
    squares = 0
    samples = 0
    let count = min(hops, Self.capacity)
    for index in 0..<count {
      var place = index
      while place > 0, sorted[place - 1] > ring[index] {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
      sorted[place] = ring[index]
    }
    median = count >= Self.capacity / 2 ? max(least, sorted[count / 2]) : nil
  }
}
