import CrampModel
import Testing

@testable import CrampDetection

/// Only those who contract are compared; that must say what comparing all at each hop says.
@Suite struct CrosstalkTests {
  @Test(arguments: UInt64(1)...12)
  func `who is whose crosstalk does not depend on who was compared when`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let count = 2 + Int(generator.uniform() * 8)
    var muscles = (0..<count).map { _ in DrawnMuscle() }
    var crosstalk = Crosstalk(count: count)
    var slow = EveryPair(count: count)
    var told = 0
    for hop in 0..<12_000 {
      for channel in muscles.indices {
        muscles[channel].advance(hop, muscles.prefix(channel).map(\.level), &generator)
      }
      let envelopes = muscles.map { $0.isJudged ? $0.envelope : 0 }
      let levels = muscles.map { $0.isJudged ? $0.level : 0 }
      let isJudged = muscles.map(\.isJudged)
      let isRaised = muscles.map(\.isRaised)
      crosstalk.advance(
        envelopes: envelopes,
        levels: levels,
        isJudged: isJudged,
        isRaised: isRaised
      )
      slow.advance(envelopes: envelopes, levels: levels, isJudged: isJudged, isRaised: isRaised)
      #expect(crosstalk.sources == slow.sources, "hop \(hop)")
      told += slow.sources.count { $0 != nil }
    }
    #expect(told > 0)
  }
}

/// A muscle that contracts now and then, of its own or as the copy of another, and its faults.
private struct DrawnMuscle {
  var level = 0.0
  var envelope = 0.0
  var isJudged = true
  var isRaised = false
  private var height = 0.0
  private var source: Int?
  private var until = 0
  private var unjudgedUntil = 0

  mutating func advance(_ hop: Int, _ others: [Double], _ generator: inout SplitMix64) {
    if hop >= until { begin(hop, others.count, &generator) }
    let own = height * (1 + 0.1 * generator.normal())
    let noise = abs(0.3 * generator.normal())
    level = max(0, source.map { height * others[$0] } ?? own) + noise
    envelope += (level - envelope) / 10
    isJudged = hop >= unjudgedUntil
    // What contracts stays so through a fault, for a while.
    isRaised = isJudged ? height > 0 && level > 1 : isRaised && hop % 40 != 0
  }

  private mutating func begin(_ hop: Int, _ others: Int, _ generator: inout SplitMix64) {
    until = hop + 20 + Int(generator.uniform() * 400)
    source = nil
    height = generator.uniform() < 0.5 ? 0 : pow10(generator.uniform() * 3)
    if others > 0, generator.uniform() < 0.5 {
      source = Int(generator.uniform() * Double(others))
      height = 0.05 + 0.3 * generator.uniform()
    }
    if generator.uniform() < 0.1 { unjudgedUntil = hop + Int(generator.uniform() * 100) }
  }

  private func pow10(_ exponent: Double) -> Double {
    (0..<Int(exponent * 10)).reduce(1) { power, _ in power * 1.258_925 }
  }
}

/// The same, slowly: all pairs of channels at each hop.
private struct EveryPair {
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
        pairs[pair].add(envelopes[one], envelopes[other], window: EnvelopeCorrelations.window)
        follow(pair, levels[one], levels[other], isRaised: isRaised[one] && isRaised[other])
      }
    }
    for channel in sources.indices {
      if let source = sources[channel] {
        let isOver = envelopes[channel] > Crosstalk.endShare * envelopes[source]
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
      guard pair.count >= Crosstalk.least, pair.correlation ?? 0 > Crosstalk.correlation,
        envelopes[channel] <= Crosstalk.share * envelopes[other],
        goesTogether(place(channel, other))
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
    held[pair] = min(held[pair] + 1, JointFluctuations.rise + 1)
    if held[pair] > JointFluctuations.rise {
      lasting[pair].add(one, other, window: EnvelopeCorrelations.window)
    }
  }

  /// Whether nothing speaks against one muscle under both; levels that do not vary say nothing.
  private func goesTogether(_ pair: Int) -> Bool {
    guard lasting[pair].count >= JointFluctuations.least else { return true }
    return lasting[pair].correlation ?? 1 > JointFluctuations.correlation
  }

  private func place(_ one: Int, _ other: Int) -> Int {
    let (low, high) = (min(one, other), max(one, other))
    return high * (high - 1) / 2 + low
  }
}
