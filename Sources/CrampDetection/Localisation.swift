/// Where a contraction is: what the other channels did when it began.
public struct Localisation: Hashable, Sendable {
  /// When another channel contracted, against the one that was asked about.
  public enum Timing: Hashable, Sendable {
    /// Within 0.3 s, as in voluntary effort and in movements.
    case together
    /// So many seconds later, 0.5...10: the contraction spread there.
    case after(seconds: Double)
    /// So many seconds earlier, 0.5...10, and still going on: it spread from there.
    case before(seconds: Double)
    /// At another time, in between, or not at all.
    case apart
  }

  /// One of the other channels.
  public struct Other: Hashable, Sendable {
    /// Its position in the stream.
    public let channel: Int
    /// Its RMS above rest since the contraction rose, in microvolts or in units of its rest.
    public let excess: Double
    /// When it contracted.
    public let timing: Timing
    /// Whether it only sees the muscle that was asked about.
    public let isCrosstalk: Bool
  }

  /// The channel's own RMS above rest since the contraction rose.
  public let excess: Double
  /// Whether levels are in units of each channel's rest, because gains are unknown.
  public let isRelativeToRest: Bool
  /// The other channels of EMG, in the order of the stream.
  public let others: [Other]
  /// Whether the channel itself only sees the muscle under another.
  public let isCrosstalk: Bool

  /// The channels that began together with this one, crosstalk apart.
  public let coActive: [Int]
  /// The channel that the contraction spread from: the last one that began before it.
  public let spreadFrom: Int?
  /// The channels that it spread to so far.
  public let spreadTo: [Int]

  init(excess: Double, isRelativeToRest: Bool, others: [Other], isCrosstalk: Bool) {
    self.excess = excess
    self.isRelativeToRest = isRelativeToRest
    self.others = others
    self.isCrosstalk = isCrosstalk
    var coActive: [Int] = []
    var spreadTo: [Int] = []
    var source: (channel: Int, seconds: Double)?
    for other in others where !other.isCrosstalk {
      switch other.timing {
      case .together: coActive.append(other.channel)
      case .after: spreadTo.append(other.channel)
      case .before(let seconds):
        if let best = source, best.seconds <= seconds { continue }
        source = (other.channel, seconds)
      case .apart: break
      }
    }
    self.coActive = coActive
    self.spreadTo = spreadTo
    spreadFrom = source?.channel
  }

  /// (a - b) / (a + b) of the excess here and on the strongest other channel: -1...1.
  public var index: Double {
    let other = others.reduce(0) { max($0, $1.excess) }
    let sum = excess + other
    return sum > 0 ? (excess - other) / sum : 0
  }

  /// Whether another muscle began to contract together with this one.
  public var isCoContraction: Bool { !isCrosstalk && !coActive.isEmpty }
}
