/// Which channel only sees the muscle of another.
///
/// A channel is the crosstalk of another while both contract, its envelope over a second follows
/// the other's at no delay, and it is much weaker. Whose verdict has once been given stays so until
/// the stronger one is at rest or the weaker one has grown.
struct Crosstalk: Sendable {
  /// Hops of the envelope: one second.
  static let envelopeHops = 20
  /// Hops over which envelopes are compared: ten seconds.
  static let window = 200
  /// Hops before which nothing is said: our assumption.
  static let least = 40
  /// Correlation above which one envelope follows the other: our assumption.
  static let correlation = 0.95
  /// Share of the stronger envelope up to which a channel may be crosstalk: our assumption.
  ///
  /// Between neighbouring leg muscles a tenth to a third is seen, so a weaker muscle of its own
  /// cannot be told apart by size alone.
  static let share = 0.3
  /// Share from which it is so no more: our assumption, a third above ``share``.
  static let endShare = 0.4

  /// Whose crosstalk each channel is, if it is any's.
  private(set) var sources: [Int?]
  private var pairs: [RunningCorrelation]

  /// Nothing known of `count` channels.
  init(count: Int) {
    sources = Array(repeating: nil, count: count)
    pairs = Array(repeating: RunningCorrelation(), count: max(0, count * (count - 1) / 2))
  }

  /// The correlation of the envelopes of two different channels over about ten seconds.
  func correlation(_ one: Int, _ other: Int) -> Double {
    pairs[place(one, other)].correlation
  }

  /// Takes in a hop of all channels.
  ///
  /// - Parameters:
  ///   - envelopes: Level above rest over a second, comparable between channels.
  ///   - isJudged: Whether each channel could be judged.
  ///   - isRaised: Whether each channel contracts.
  mutating func advance(envelopes: [Double], isJudged: [Bool], isRaised: [Bool]) {
    for one in sources.indices where isJudged[one] {
      for other in 0..<one where isJudged[other] {
        pairs[place(one, other)].add(envelopes[one], envelopes[other], window: Self.window)
      }
    }
    for channel in sources.indices {
      if let source = sources[channel] {
        let isOver = envelopes[channel] > Self.endShare * envelopes[source]
        guard isOver || !isRaised[source] || !isRaised[channel] else { continue }
      }
      sources[channel] = source(of: channel, envelopes, isRaised)
    }
  }

  /// The strongest of the channels that one follows.
  private func source(of channel: Int, _ envelopes: [Double], _ isRaised: [Bool]) -> Int? {
    guard isRaised[channel] else { return nil }
    var found: Int?
    for other in sources.indices where other != channel && isRaised[other] {
      let pair = pairs[place(channel, other)]
      guard pair.count >= Self.least, pair.correlation > Self.correlation,
        envelopes[channel] <= Self.share * envelopes[other]
      else { continue }
      if let best = found, envelopes[best] >= envelopes[other] { continue }
      found = other
    }
    return found
  }

  private func place(_ one: Int, _ other: Int) -> Int {
    let (low, high) = (min(one, other), max(one, other))
    return high * (high - 1) / 2 + low
  }
}
