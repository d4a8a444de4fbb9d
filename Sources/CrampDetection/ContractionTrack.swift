internal import CrampModel

/// When one channel contracts, and how far above its rest, over the last 20 s.
///
/// Everything is allocated by `init`.
struct ContractionTrack: Sendable {
  /// One contraction: from the hop at which the level left rest.
  struct Contraction: Sendable, Equatable {
    /// The hop at which the level left rest.
    var start: Int
    /// The hop at which half of what it reached within 2 s was reached.
    var rise: Int
    /// The first hop at rest again; `nil` while it lasts.
    var end: Int?
  }

  /// Hops that are kept.
  static let capacity = 400
  /// Hops that there is room for: a power of two, so that a place is found by a mask.
  private static let room = 512
  /// The level over rest at which a contraction begins to count: rises at night start at twice
  /// their rest, two and five spreads of rest lie below (specification of the detector).
  static let onRatio = 1.8
  /// The level over rest below which it is over: about a third of the way up.
  static let offRatio = 1.3
  /// Hops for which it must stay below: dips of up to half a second belong to a contraction.
  static let dip = 10
  /// Hops from the start in which a rise is looked for: our assumption.
  static let riseSpan = 40
  /// Levels beyond belief, in whatever unit, are not judged.
  private static let greatest = 1e12

  /// Whether the last hop could be judged.
  private(set) var isJudged = false
  /// The resting level, as of the last hop that could be judged.
  private(set) var rest = 0.0
  /// The contraction that lasts.
  private(set) var current: Contraction?
  /// The one before.
  private(set) var previous: Contraction?
  /// The RMS above rest over the last second, hops that could not be judged as rest.
  private(set) var envelope = 0.0

  private var second = SumOfTwenty()
  private var powers = [Double](repeating: 0, count: room)
  private var count = 0
  private var hop = 0
  private var leftRest: Int?
  private var down = 0

  /// Takes in a hop; `rest` is `nil` where the channel cannot be judged.
  mutating func advance(_ row: FeatureRow, rest known: Double?) {
    hop = row.hop
    isJudged = false
    var power = 0.0
    if row.isValid, let known, known > 0, known < Self.greatest, row.level < Self.greatest {
      isJudged = true
      rest = known
      power = max(0, row.level * row.level - known * known)
    }
    powers[count & (Self.room - 1)] = power
    count += 1
    let hops = min(count, FeatureRow.hopsPerSecond)
    envelope = (second.append(power) / Double(hops)).squareRoot()
    follow(isJudged ? row.level / rest : 0)
  }

  /// The RMS above rest over the last `hops` hops, those that could not be judged as rest.
  func excess(last hops: Int) -> Double {
    let size = min(max(1, hops), count, Self.capacity)
    guard size > 0 else { return 0 }
    var sum = 0.0
    for back in 0..<size { sum += powers[(count - 1 - back) & (Self.room - 1)] }
    return (sum / Double(size)).squareRoot()
  }

  /// Of the last two contractions, the one that rose nearest to a hop.
  func contraction(nearest hop: Int) -> Contraction? {
    guard let current else { return previous }
    guard let previous else { return current }
    return abs(previous.rise - hop) < abs(current.rise - hop) ? previous : current
  }

  private mutating func follow(_ ratio: Double) {
    if ratio >= Self.offRatio {
      leftRest = leftRest ?? hop
      down = 0
    } else {
      down += 1
      // Before it counts as a contraction a moment of rest is enough.
      if current == nil { leftRest = nil }
    }
    if current != nil, down >= Self.dip {
      current?.end = hop - down + 1
      previous = current
      current = nil
      leftRest = nil
    }
    if current == nil, ratio >= Self.onRatio {
      let start = leftRest ?? hop
      current = Contraction(start: start, rise: start)
    }
    guard let start = current?.start, hop - start <= Self.riseSpan else { return }
    let rise = rise(from: start)
    current?.rise = rise
  }

  private func rise(from start: Int) -> Int {
    let oldest = max(start, hop - min(count, Self.capacity) + 1)
    guard oldest <= hop else { return start }
    var peak = 0.0
    for past in oldest...hop { peak = max(peak, power(at: past)) }
    // Half the level is a quarter of the power.
    for past in oldest...hop where power(at: past) >= peak / 4 { return past }
    return start
  }

  private func power(at past: Int) -> Double {
    powers[(count - 1 - (hop - past)) & (Self.room - 1)]
  }
}
