internal import CrampModel

/// The last 40 s of one pressure channel that could be judged, a hop each, in rings that are
/// allocated once.
struct PressureHistory: Sendable {
  /// Hops that are kept.
  static let capacity = 800
  /// Hops that there is room for: a power of two, so that a place is found by a mask.
  private static let room = 1_024

  private var shorts = [Double](repeating: 0, count: room)
  private var hops = [Int](repeating: 0, count: room)
  private var scratch: [Double] = []
  /// Hops taken in, since the beginning.
  private(set) var count = 0

  init() {
    scratch.reserveCapacity(Self.capacity)
  }

  /// Hops that can be asked for.
  var depth: Int { min(count, Self.capacity) }

  /// Adds a hop.
  mutating func append(_ row: FeatureRow) {
    count += 1
    shorts[place(0)] = row.shortRMS
    hops[place(0)] = row.hop
  }

  private func place(_ back: Int) -> Int { (count - 1 - back) & (Self.room - 1) }

  /// Mean over 100 ms, `back` judged hops ago; `nil` if that is not kept.
  func short(_ back: Int) -> Double? {
    back >= 0 && back < depth ? shorts[place(back)] : nil
  }

  /// The hop of the stream `back` judged hops ago; the oldest that is kept if it is older.
  func hop(_ back: Int) -> Int {
    guard depth > 0 else { return 0 }
    return hops[place(min(max(0, back), depth - 1))]
  }

  /// How many judged hops ago a hop of the stream was.
  func back(to hop: Int) -> Int {
    var back = 0
    while back + 1 < depth, self.hop(back) > hop { back += 1 }
    return back
  }

  /// Mean of the last `size` hops.
  func mean(_ size: Int) -> Double {
    var sum = 0.0
    let size = min(size, depth)
    for back in 0..<size { sum += shorts[place(back)] }
    return size > 0 ? sum / Double(size) : 0
  }

  /// The highest mean of a second within the last `size` hops.
  func peak(_ size: Int) -> Double {
    let second = FeatureRow.hopsPerSecond
    var highest = -Double.infinity
    var sum = 0.0
    for back in 0..<min(size, depth) {
      sum += shorts[place(back)]
      if back >= second { sum -= shorts[place(back - second)] }
      if back >= second - 1 { highest = max(highest, sum / Double(second)) }
    }
    return highest
  }

  /// Lowest and highest 100 ms between two numbers of hops ago.
  func extent(_ range: Range<Int>) -> ClosedRange<Double>? {
    var low = Double.infinity
    var high = -Double.infinity
    for back in range.clamped(to: 0..<depth) {
      let short = shorts[place(back)]
      low = min(low, short)
      high = max(high, short)
    }
    return low <= high ? low...high : nil
  }

  /// What 100 ms differed from their mean within a second that began `back` + 20 hops ago, as RMS.
  func tremor(_ back: Int = 0) -> Double {
    let second = FeatureRow.hopsPerSecond
    guard back + second <= depth else { return 0 }
    var sum = 0.0
    var squares = 0.0
    for step in 0..<second {
      let short = shorts[place(back + step)]
      sum += short
      squares += short * short
    }
    let mean = sum / Double(second)
    return max(0, squares / Double(second) - mean * mean).squareRoot()
  }

  /// The tremor that most of the last `seconds` reach and the one that half of them reach.
  mutating func tremors(_ seconds: Int) -> (lasting: Double, median: Double) {
    scratch.removeAll(keepingCapacity: true)
    for second in 0..<seconds { scratch.append(tremor(second * FeatureRow.hopsPerSecond)) }
    scratch.sort()
    guard !scratch.isEmpty else { return (0, 0) }
    return (scratch[scratch.count / 5], scratch[scratch.count / 2])
  }

  /// What the means of the last six times 5 s differ from a straight line, as RMS; `nil` if a second
  /// among them shook by more than `shake`.
  func wander(shake: Double) -> Double? {
    let size = 5 * FeatureRow.hopsPerSecond
    guard depth >= 6 * size else { return nil }
    for second in 0..<30 where tremor(second * FeatureRow.hopsPerSecond) > shake { return nil }
    var means: [6 of Double] = .init(repeating: 0)
    for back in 0..<6 * size {
      means[back / size] += shorts[place(back)] / Double(size)
    }
    var sum = 0.0
    var slope = 0.0
    for index in means.indices {
      sum += means[index]
      slope += means[index] * (Double(index) - 2.5) / 17.5
    }
    var squares = 0.0
    for index in means.indices {
      let rest = means[index] - sum / 6 - slope * (Double(index) - 2.5)
      squares += rest * rest
    }
    return (squares / 6).squareRoot()
  }

  /// How far the mean of 5 s has risen within the past that is kept.
  func risen() -> Double {
    let size = min(depth / 2, 5 * FeatureRow.hopsPerSecond)
    guard size > 0 else { return 0 }
    var past = 0.0
    for back in depth - size..<depth { past += shorts[place(back)] }
    return mean(size) - past / Double(size)
  }

  /// What the last `size` hops were like against two levels.
  mutating func window(_ size: Int, _ thresholds: Thresholds) -> ContractionWindow {
    let size = min(size, depth)
    guard size > 0 else { return ContractionWindow() }
    scratch.removeAll(keepingCapacity: true)
    var window = ContractionWindow()
    for back in 0..<size {
      let short = shorts[place(back)]
      if short >= thresholds.off { window.aboveOff += 1 }
      if short >= thresholds.on { window.aboveOn += 1 }
      scratch.append(short)
    }
    scratch.sort()
    let median = scratch[size / 2] - thresholds.rest
    window.valley = median > 0 ? max(0, scratch[size / 10] - thresholds.rest) / median : 0
    window.peak = scratch[size - 1]
    window.aboveOff /= Double(size)
    window.aboveOn /= Double(size)
    window.clear = 1
    // The median: knocks do not count.
    window.mean = scratch[size / 2]
    return window
  }
}
