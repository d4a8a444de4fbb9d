internal import CrampModel

/// The tone of a muscle at rest, second by second and minute by minute, without the share of mains hum.
///
/// Each value is the median over ten seconds of the power of half seconds, each of those the median
/// of five windows of 100 ms: neither fasciculations nor brief movements show.
struct RestingTone: Sendable {
  private var fifths: [5 of Double] = [0, 0, 0, 0, 0]
  private var hops = 0
  private var halves = NewestTwenty()
  private var halfCount = 0
  private var sorted: [Double] = []
  private var seconds = [Double](repeating: .nan, count: 64)
  private var secondCount = 0
  private var minutes = [Double](repeating: .nan, count: 64)
  private var minuteCount = 0

  init() {
    sorted.reserveCapacity(64)
  }

  /// The tone now, in the channel's unit; `nil` before ten seconds have been judged.
  private(set) var now: Double?

  /// The tone `back` seconds ago; `nil` if the channel was not still then or it is not kept.
  func second(_ back: Int) -> Double? {
    guard back < min(secondCount, seconds.count) else { return nil }
    let value = seconds[(secondCount - 1 - back) % seconds.count]
    return value.isNaN ? nil : value
  }

  /// The tone `back` minutes ago; `nil` if the channel was not still then or it is not kept.
  func minute(_ back: Int) -> Double? {
    guard back < min(minuteCount, minutes.count) else { return nil }
    let value = minutes[(minuteCount - 1 - back) % minutes.count]
    return value.isNaN ? nil : value
  }

  /// The median of the minutes in a range; `nil` with fewer than three.
  mutating func usual(minutes range: ClosedRange<Int>) -> Double? {
    sorted.removeAll(keepingCapacity: true)
    for back in range {
      if let minute = minute(back) { sorted.append(minute) }
    }
    guard sorted.count >= 3 else { return nil }
    sorted.sort()
    return sorted[sorted.count / 2]
  }

  /// Takes in a hop that can be judged.
  ///
  /// - Parameters:
  ///   - short: The level over 100 ms.
  ///   - hum: The share of mains hum.
  ///   - isStill: Whether the muscle is still.
  /// - Returns: Whether a second is complete.
  mutating func advance(_ short: Double, hum: Double, isStill: Bool) -> Bool {
    // A window of 100 ms covers two hops.
    if hops % 2 == 0 { fifths[hops / 2 % 5] = short * short }
    hops += 1
    guard hops % 10 == 0 else { return false }
    halves.append(medianOfFifths() * (1 - min(0.99, max(0, hum))))
    halfCount += 1
    guard hops % FeatureRow.hopsPerSecond == 0, halfCount >= 20 else { return false }
    let tone = halves.sorted[10].squareRoot()
    now = tone
    seconds[secondCount % seconds.count] = isStill ? tone : .nan
    secondCount += 1
    if secondCount % 60 == 0 {
      minutes[minuteCount % minutes.count] = isStill ? tone : .nan
      minuteCount += 1
    }
    return true
  }

  private func medianOfFifths() -> Double {
    var fifths = fifths
    for index in 1..<5 {
      var place = index
      while place > 0, fifths[place - 1] > fifths[place] {
        fifths.swapAt(place - 1, place)
        place -= 1
      }
    }
    return fifths[2]
  }
}
