internal import CrampModel

/// A stretch in which a channel was above twice rest, without pauses of 0.2 s.
struct Burst: Sendable {
  private let start: Int
  private let rest: Double
  private let slowBefore: Double
  private var slow = 0.0
  private var hops = 0
  private var quiet = 0
  private var strong = 0
  private var squares = 0.0
  private var beginning = [20 of Double](repeating: 0)
  private var peak = 0.0

  /// A burst that begins with a hop; `slow` is the power below 20 Hz before it.
  init(_ moment: Moment, slow: Double) {
    start = moment.hop
    rest = moment.rest
    slowBefore = slow
    advance(moment)
  }

  /// Takes in the next hop.
  mutating func advance(_ moment: Moment) {
    let level = moment.short
    if hops < beginning.count { beginning[hops] = level }
    hops += 1
    peak = max(peak, level)
    strong += level >= Self.strength * rest ? 1 : 0
    quiet = level < Self.raised * rest ? quiet + 1 : 0
    squares += level * level
  }

  /// Takes in the power below 20 Hz, during the burst or shortly after it.
  mutating func observe(slow power: Double) {
    slow = max(slow, power)
  }

  /// Whether a level begins a burst.
  static func begins(_ moment: Moment) -> Bool {
    moment.short >= raised * moment.rest
  }

  /// Whether it is over: 0.2 s below.
  var isOver: Bool { quiet >= 4 }

  /// Hop at which it began; a heart beat just before it may have begun the stretch.
  var onset: Int { start + foot }

  /// Its length in hops; windows of 100 ms make it a hop longer than it was.
  var length: Int { max(1, hops - quiet - 1 - foot) }

  /// Hop at which it ended.
  var end: Int { onset + length }

  /// The highest 100 ms RMS over rest.
  var ratio: Double { peak / rest }

  /// Whether it was raised throughout, unlike a single potential or heart beat.
  var isDense: Bool { strong >= 4 && Double(strong) >= Self.density * Double(length) }

  /// Whether cables or electrodes moved with it.
  var hasMotion: Bool { slow - slowBefore > Self.moved * squares / Double(hops) }

  /// Hops from a fifth of the peak to seven tenths of the RMS; `nil` if they are too many to tell.
  var rise: Int? {
    let plateau = (squares / Double(max(1, hops - quiet))).squareRoot()
    let foot = foot
    for index in foot..<beginning.count where beginning[index] >= Self.top * plateau {
      return index - foot
    }
    return nil
  }

  private var foot: Int {
    for index in beginning.indices where beginning[index] >= Self.base * peak { return index }
    return 0
  }

  private static let raised = 2.0
  private static let strength = 3.0
  private static let density = 0.7
  private static let base = 0.2
  private static let top = 0.7
  /// Rise of the power below 20 Hz over the burst's own power that is motion; our assumption.
  private static let moved = 0.5
}
