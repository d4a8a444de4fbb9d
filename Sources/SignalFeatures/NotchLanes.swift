/// Takes lines of mains hum out of four conditioned signals, where and as long as there are some.
///
/// A line is notched while its power is more than a fiftieth of what muscle and noise have; its
/// frequency follows the spectrum's peak. The notches are 3 Hz wide: a tenth of a second of
/// settling, and little muscle is lost. What the quality is judged by stays as it is.
struct NotchLanes: Sendable {
  private static let width = 3.0
  private static let share = 0.02
  /// Half seconds for which a notch stays when its line has gone.
  private static let hold = 6

  /// A line of one lane.
  private struct Line: Sendable {
    /// In hertz.
    var frequency = 0.0
    /// Half seconds for which it is still taken out.
    var left = 0
    /// The notch that takes it out.
    var notch = 0
  }

  private let rate: Double
  private let count: Int
  /// Those of a lane, one lane after the other.
  private var lines: [Line]
  /// Each takes one line out of each lane, not of the same frequency in all of them.
  private var notches: [NotchLine]
  /// What lanes were like before something that is taken back.
  private var saved: [NotchLine]
  /// How many of them each lane uses: the first ones.
  private var used = SIMD4<Int>()
  /// How many any lane uses.
  private var needed = 0
  /// Which lanes have a line that is taken out.
  private(set) var isActive = SIMDMask<SIMD4<Int64>>()

  /// Prepares for `count` lines and a rate in hertz.
  init(count: Int, rate: Double) {
    self.rate = rate
    self.count = count
    lines = Array(repeating: Line(), count: 4 * count)
    notches = Array(repeating: NotchLine(), count: count)
    saved = notches
  }

  /// Whether any line of any lane is being taken out.
  var isNeeded: Bool { needed > 0 }

  /// Forgets the past of a lane, as after a gap.
  mutating func reset(lane: Int) {
    for index in notches.indices { notches[index].reset(lane) }
  }

  /// Keeps a lane's past for ``restore(lane:)``.
  mutating func save(lane: Int) {
    for index in 0..<needed { saved[index].restore(lane, notches[index]) }
  }

  /// Takes a lane's past back.
  mutating func restore(lane: Int) {
    for index in 0..<needed { notches[index].restore(lane, saved[index]) }
  }

  /// Filters `count` values of each lane in place.
  mutating func advance(_ values: UnsafeMutablePointer<ChannelLanes>, _ count: Int) {
    for index in 0..<needed { notches[index].advance(values, count) }
  }

  /// Filters one value of one lane, with the same result.
  mutating func advance(_ value: Double, lane: Int) -> Double {
    var value = value
    for index in 0..<needed { value = notches[index].advance(value, lane) }
    return value
  }

  /// Goes by the lines that were found in a lane's new spectrum.
  ///
  /// - Parameters:
  ///   - lane: The lane.
  ///   - peaks: One for each line.
  ///   - clean: The spectrum's power that is not hum.
  mutating func tune(lane: Int, _ peaks: UnsafePointer<LinePeak>, clean: Double) {
    for index in 0..<count {
      let place = lane * count + index
      let found = peaks[index]
      if found.power > Self.share * clean {
        if lines[place].left == 0 { begin(place, lane, at: found.frequency) }
        lines[place].frequency += 0.5 * (found.frequency - lines[place].frequency)
        lines[place].left = Self.hold
        notches[lines[place].notch].tune(
          lane,
          frequency: lines[place].frequency,
          width: Self.width,
          rate: rate
        )
      } else if lines[place].left > 0 {
        lines[place].left -= 1
        if lines[place].left == 0 { end(place, lane) }
      }
    }
    count(lane)
  }

  /// Takes a line out behind the others: what is new must not meet lines that are known.
  private mutating func begin(_ place: Int, _ lane: Int, at frequency: Double) {
    lines[place].notch = used[lane]
    lines[place].frequency = frequency
    notches[used[lane]].reset(lane)
    used[lane] += 1
  }

  /// Lets a line be; those behind it move up.
  private mutating func end(_ place: Int, _ lane: Int) {
    let gone = lines[place].notch
    used[lane] -= 1
    for index in gone..<used[lane] { notches[index].take(lane, from: notches[index + 1]) }
    notches[used[lane]].open(lane)
    for index in lane * count..<(lane + 1) * count where lines[index].notch > gone {
      lines[index].notch -= 1
    }
  }

  private mutating func count(_ lane: Int) {
    isActive[lane] = used[lane] > 0
    needed = used.max()
    for index in notches.indices { notches[index].follow(used, index) }
  }
}
