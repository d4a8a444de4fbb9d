/// Which channel only sees the muscle of another.
///
/// A channel is the crosstalk of another while both contract, its envelope over a second follows
/// the other's at no delay, and it is much weaker. Two muscles that one will moves begin together
/// too; but from there on each has the chance of its own discharges, and a copy has the other's.
/// So once the contraction lasts, the finer ups and downs have to go together as well.
///
/// A verdict stays until the stronger one is at rest or the weaker one has grown. Only channels that
/// contract cost more than their envelopes.
struct Crosstalk: Sendable {
  /// Hops before which nothing is said: our assumption.
  static let least = 40
  /// Correlation above which one envelope follows the other: our assumption.
  static let correlation = 0.95
  /// Share of the stronger envelope up to which a channel may be crosstalk: our assumption.
  static let share = 0.3
  /// Share from which it is so no more: our assumption, a third above ``share``.
  static let endShare = 0.4

  /// Whose crosstalk each channel is, if it is any's.
  private(set) var sources: [Int?]
  private var correlations: EnvelopeCorrelations
  private var fluctuations: [JointFluctuations]
  /// Of how many pairs with joint fluctuations each channel is one.
  private var partners: [Int]
  /// The channels that contract, and those of pairs that did.
  private var awake: [Int] = []
  private var hasSources = false

  /// Nothing known of `count` channels.
  init(count: Int) {
    sources = Array(repeating: nil, count: count)
    correlations = EnvelopeCorrelations(count: count)
    let pairs = max(0, count * (count - 1) / 2)
    fluctuations = Array(repeating: JointFluctuations(), count: pairs)
    partners = Array(repeating: 0, count: count)
    awake.reserveCapacity(count)
  }

  /// Takes in a hop of all channels.
  ///
  /// - Parameters:
  ///   - envelopes: Level above rest over a second, comparable between channels.
  ///   - levels: The same over 250 ms, of those that contract.
  ///   - isJudged: Whether each channel could be judged.
  ///   - isRaised: Whether each channel contracts.
  mutating func advance(
    envelopes: [Double],
    levels: [Double],
    isJudged: [Bool],
    isRaised: [Bool]
  ) {
    correlations.append(envelopes, isJudged: isJudged)
    if !awake.isEmpty { awake.removeAll(keepingCapacity: true) }
    for channel in isRaised.indices where isRaised[channel] || partners[channel] > 0 {
      awake.append(channel)
    }
    guard hasSources || !awake.isEmpty else { return }
    follow(levels, isJudged, isRaised)
    hasSources = false
    for channel in sources.indices where isRaised[channel] || sources[channel] != nil {
      renew(channel, envelopes, isRaised)
      hasSources = hasSources || sources[channel] != nil
    }
  }

  /// Compares the ups and downs of what contracts together, and forgets those that do so no more.
  private mutating func follow(_ levels: [Double], _ isJudged: [Bool], _ isRaised: [Bool]) {
    for index in awake.indices where isJudged[awake[index]] {
      let one = awake[index]
      for second in 0..<index where isJudged[awake[second]] {
        let other = awake[second]
        let pair = EnvelopeCorrelations.place(one, other)
        let wasEmpty = fluctuations[pair].isEmpty
        if isRaised[one], isRaised[other] {
          fluctuations[pair].add(levels[one], levels[other])
          if wasEmpty { count(one, other, 1) }
        } else if !wasEmpty {
          fluctuations[pair] = JointFluctuations()
          count(one, other, -1)
        }
      }
    }
  }

  private mutating func count(_ one: Int, _ other: Int, _ change: Int) {
    partners[one] += change
    partners[other] += change
  }

  private mutating func renew(_ channel: Int, _ envelopes: [Double], _ isRaised: [Bool]) {
    if let source = sources[channel] {
      let isOver = envelopes[channel] > Self.endShare * envelopes[source]
      let isOther = !fluctuations[EnvelopeCorrelations.place(channel, source)].isOneMuscle
      guard isOver || isOther || !isRaised[source] || !isRaised[channel] else { return }
    }
    sources[channel] = source(of: channel, envelopes, isRaised)
  }

  /// The strongest of the channels that one follows.
  private mutating func source(
    of channel: Int,
    _ envelopes: [Double],
    _ isRaised: [Bool]
  ) -> Int? {
    guard isRaised[channel] else { return nil }
    var found: Int?
    for other in awake where other != channel && isRaised[other] {
      guard envelopes[channel] <= Self.share * envelopes[other],
        fluctuations[EnvelopeCorrelations.place(channel, other)].isOneMuscle
      else { continue }
      if let best = found, envelopes[best] >= envelopes[other] { continue }
      let pair = correlations.correlation(channel, other)
      guard pair.count >= Self.least, pair.correlation ?? 0 > Self.correlation else { continue }
      found = other
    }
    return found
  }
}
