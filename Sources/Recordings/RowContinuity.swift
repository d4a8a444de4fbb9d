/// Whether rows follow each other without a gap, from their times or from a counter.
struct RowContinuity: Sendable {
  private let period: Double
  private let modulus: Int
  private var last: Double?
  /// When the next row is due, smoothed over about a hundred rows against coarse times.
  private var due = 0.0
  private var counter: Int?

  /// Rows at a rate; the counter, if there is one, goes from 0 to below `modulus`.
  init(rate: Double, modulus: Int) {
    period = 1 / rate
    self.modulus = modulus
  }

  /// The seconds that are missing before a row of this time; negative if time goes backwards.
  mutating func advance(to time: Double) -> Double {
    guard let last else {
      self.last = time
      due = time + period
      return 0
    }
    self.last = time
    let step = time - last
    let lag = time - due
    let isGap = step > 1.5 * period && lag > 0.75 * period
    guard !isGap, step > -0.5 * period else {
      due = time + period
      return isGap ? rounded((lag / period).rounded() * period) : step
    }
    due += period + 0.01 * lag
    return 0
  }

  /// The seconds that are missing before a row with this count.
  mutating func advance(counter number: Double) -> Double {
    guard modulus > 0, let count = Int(exactly: number), (0..<modulus).contains(count) else {
      counter = nil
      return 0
    }
    defer { counter = count }
    guard let counter else { return 0 }
    // The same count twice is how some boards tell of two samples in one packet.
    let missing = (count - counter - 1 + modulus) % modulus
    return count == counter ? 0 : rounded(Double(missing) * period)
  }
}
