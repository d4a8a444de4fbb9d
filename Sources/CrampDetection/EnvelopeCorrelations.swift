/// How the envelopes of any two of some channels go together, for the pairs that are asked for.
///
/// All pairs would cost the square of the channels at each hop, at rest too, where nobody asks. So a
/// pair is followed from the hop at which it is first asked for, after its past was gone through,
/// and for as long after the last time as that past is long: then going through it again costs no
/// more than following on. All of it is allocated by `init`.
struct EnvelopeCorrelations: Sendable {
  /// Hops over which envelopes are compared: ten seconds.
  static let window = 200
  /// Hops that are kept: what is older weighs less than two parts in a billion.
  static let capacity = 2_048

  private struct Pair: Sendable {
    let one: Int
    let other: Int
    var lastAsked: Int
    var correlation = RunningCorrelation()
  }

  /// From channel to channel; a cache line more than is kept, or all would share the same ones.
  private static let stride = capacity + 8

  /// Channel after channel; not a number where it could not be judged.
  private var past: [Double]
  private var hops = 0
  private var followed: [Pair] = []
  /// Where each pair is among those that are followed, or -1.
  private var places: [Int32]

  /// Nothing known of `count` channels.
  init(count: Int) {
    past = Array(repeating: .nan, count: count * Self.stride)
    places = Array(repeating: -1, count: max(0, count * (count - 1) / 2))
    followed.reserveCapacity(places.count)
  }

  /// The place of a pair of different channels in a list of all, in either order.
  static func place(_ one: Int, _ other: Int) -> Int {
    let (low, high) = one < other ? (one, other) : (other, one)
    return high * (high - 1) / 2 + low
  }

  /// Takes in a hop of all channels.
  mutating func append(_ envelopes: [Double], isJudged: [Bool]) {
    let slot = hops & (Self.capacity - 1)
    for channel in envelopes.indices {
      past[channel * Self.stride + slot] = isJudged[channel] ? envelopes[channel] : .nan
    }
    hops += 1
    for index in followed.indices.reversed() {
      if hops - followed[index].lastAsked > Self.capacity {
        leave(index)
      } else {
        let pair = followed[index]
        guard isJudged[pair.one], isJudged[pair.other] else { continue }
        followed[index].correlation.add(
          envelopes[pair.one],
          envelopes[pair.other],
          window: Self.window
        )
      }
    }
  }

  /// How the envelopes of two channels went together up to the last hop.
  mutating func correlation(_ one: Int, _ other: Int) -> RunningCorrelation {
    let place = Self.place(one, other)
    if places[place] < 0 { follow(max(one, other), min(one, other)) }
    let index = Int(places[place])
    followed[index].lastAsked = hops
    return followed[index].correlation
  }

  /// Goes through the past of a pair.
  private mutating func follow(_ one: Int, _ other: Int) {
    var pair = Pair(one: one, other: other, lastAsked: hops)
    for hop in max(0, hops - Self.capacity)..<hops {
      let slot = hop & (Self.capacity - 1)
      let x = past[one * Self.stride + slot]
      let y = past[other * Self.stride + slot]
      guard !x.isNaN, !y.isNaN else { continue }
      pair.correlation.add(x, y, window: Self.window)
    }
    places[Self.place(one, other)] = Int32(followed.count)
    followed.append(pair)
  }

  private mutating func leave(_ index: Int) {
    places[Self.place(followed[index].one, followed[index].other)] = -1
    let last = followed.removeLast()
    guard index < followed.count else { return }
    followed[index] = last
    places[Self.place(last.one, last.other)] = Int32(index)
  }
}
