/// Which channel only sees the muscle of another.
///
/// A channel is the crosstalk of another while both contract, its envelope over a second follows
/// the other's at no delay, and it is much weaker. Two muscles that one will moves begin together
/// too; but from there on each has the chance of its own discharges, and a copy has the other's.
/// So once the contraction lasts, the finer ups and downs have to go together as well.
///
/// A verdict stays until the stronger one is at rest or the weaker one has grown.
struct Crosstalk: Sendable {
  /// Hops of the envelope: one second.
  static let envelopeHops = 20
  /// Hops over which envelopes are compared: ten seconds.
  static let window = 200
  /// Hops before which nothing is said: our assumption.
  static let least = 40
  /// Correlation above which one envelope follows the other: our assumption.
  static let correlation = 0.95
  /// Hops of a contraction that are left out before its ups and downs are compared.
  static let rise = 20
  /// Hops of them before they are held against a verdict: three seconds, in which a dozen values of
  /// 250 ms are independent.
  static let leastLasting = 60
  /// Correlation of the ups and downs below which two muscles are at work: our assumption, beyond
  /// what a dozen independent values show by chance one time in twenty.
  static let lastingCorrelation = 0.5
  /// Share of the stronger envelope up to which a channel may be crosstalk: our assumption.
  static let share = 0.3
  /// Share from which it is so no more: our assumption, a third above ``share``.
  static let endShare = 0.4

  /// Whose crosstalk each channel is, if it is any's.
  private(set) var sources: [Int?]
  private var pairs: [RunningCorrelation]
  private var lasting: [RunningCorrelation]
  private var held: [Int]

  /// Nothing known of `count` channels.
  init(count: Int) {
    sources = Array(repeating: nil, count: count)
    pairs = Array(repeating: RunningCorrelation(), count: max(0, count * (count - 1) / 2))
    lasting = pairs
    held = Array(repeating: 0, count: pairs.count)
  }

  /// Takes in a hop of all channels.
  ///
  /// - Parameters:
  ///   - envelopes: Level above rest over a second, comparable between channels.
  ///   - levels: The same over 250 ms.
  ///   - isJudged: Whether each channel could be judged.
  ///   - isRaised: Whether each channel contracts.
  mutating func advance(
    envelopes: [Double],
    levels: [Double],
    isJudged: [Bool],
    isRaised: [Bool]
  ) {
    for one in sources.indices where isJudged[one] {
      for other in 0..<one where isJudged[other] {
        let pair = place(one, other)
        pairs[pair].add(envelopes[one], envelopes[other], window: Self.window)
        follow(pair, levels[one], levels[other], isRaised: isRaised[one] && isRaised[other])
      }
    }
    for channel in sources.indices {
      if let source = sources[channel] {
        let isOver = envelopes[channel] > Self.endShare * envelopes[source]
        let isOther = !goesTogether(place(channel, source))
        guard isOver || isOther || !isRaised[source] || !isRaised[channel] else { continue }
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
      guard pair.count >= Self.least, pair.correlation ?? 0 > Self.correlation,
        envelopes[channel] <= Self.share * envelopes[other], goesTogether(place(channel, other))
      else { continue }
      if let best = found, envelopes[best] >= envelopes[other] { continue }
      found = other
    }
    return found
  }

  private mutating func follow(_ pair: Int, _ one: Double, _ other: Double, isRaised: Bool) {
    guard isRaised else {
      held[pair] = 0
      lasting[pair] = RunningCorrelation()
      return
    }
    held[pair] = min(held[pair] + 1, Self.rise + 1)
    if held[pair] > Self.rise { lasting[pair].add(one, other, window: Self.window) }
  }

  /// Whether nothing speaks against one muscle under both; levels that do not vary say nothing.
  private func goesTogether(_ pair: Int) -> Bool {
    guard lasting[pair].count >= Self.leastLasting else { return true }
    return lasting[pair].correlation ?? 1 > Self.lastingCorrelation
  }

  private func place(_ one: Int, _ other: Int) -> Int {
    let (low, high) = (min(one, other), max(one, other))
    return high * (high - 1) / 2 + low
  }
}
