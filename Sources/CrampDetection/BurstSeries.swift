internal import CrampModel

/// The latest bursts of a channel: what tells one that stands alone from one of a series.
///
/// Periodic leg movements come every 5 to 90 s (AASM scoring manual) and resemble each other;
/// a turn in bed is many bursts within seconds.
struct BurstSeries: Sendable {
  private var ends = [8 of Int](repeating: Int.min / 2)
  private var ratios = [8 of Double](repeating: 0)
  private var next = 0

  /// A series of which nothing is known before the first hop.
  init() {
    interrupt(at: 0)
  }

  /// Adds a burst.
  mutating func append(_ burst: Burst) {
    add(end: burst.end, ratio: burst.ratio)
  }

  /// Notes that up to a hop the channel could not be judged.
  mutating func interrupt(at hop: Int) {
    // One entry for all hops of a fault, so that the bursts before it are kept.
    let last = (next + ends.count - 1) % ends.count
    if ends[last] == hop - 1, ratios[last] == 0 { next = last }
    add(end: hop, ratio: 0)
  }

  /// Whether a burst follows no other within 10 s and none like it within 90 s.
  func isAlone(_ burst: Burst) -> Bool {
    for index in ends.indices {
      let pause = burst.onset - ends[index]
      if pause < Self.close || (pause < Self.period && Self.isAlike(burst.ratio, ratios[index])) {
        return false
      }
    }
    return true
  }

  /// Whether two bursts may belong to one series: leg movements of a series differ by half.
  static func isAlike(_ one: Double, _ other: Double) -> Bool {
    one <= 2.5 * other && other <= 2.5 * one
  }

  private mutating func add(end: Int, ratio: Double) {
    ends[next] = end
    ratios[next] = ratio
    next = (next + 1) % ends.count
  }

  private static let close = 10 * FeatureRow.hopsPerSecond
  private static let period = 90 * FeatureRow.hopsPerSecond
}
