internal import CrampModel

/// The power of a channel below 20 Hz, where moved cables and electrodes show.
struct SlowPower: Sendable {
  private var squares = [20 of Double](repeating: 0)
  private var count = 0
  private var next = 0

  init() {}

  /// The power over the last second, in squares of the channel's unit.
  private(set) var now = 0.0

  /// Takes in a hop; returns whether the power was measured anew, every half second.
  mutating func advance(_ moment: Moment) -> Bool {
    squares[next] = moment.short * moment.short
    next = next == squares.count - 1 ? 0 : next + 1
    count = min(count + 1, squares.count)
    guard (moment.hop + 1) % (FeatureRow.hopsPerSecond / 2) == 0 else { return false }
    var sum = 0.0
    for index in 0..<count { sum += squares[index] }
    // The quality knows which share of all power lies below.
    let share = min(0.999, max(0, moment.motion))
    now = share / (1 - share) * sum / Double(count)
    return true
  }
}
