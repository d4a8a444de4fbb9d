internal import CrampModel

/// The last 20 s of one channel, a hop each, in rings that are allocated once.
struct RecentLevels: Sendable {
  /// Hops that are kept.
  static let capacity = 400
  private static let halfSecond = 10

  private var shorts = [Double](repeating: 0, count: capacity)
  private var levels = [Double](repeating: 0, count: capacity)
  private var vetoed = [Bool](repeating: false, count: capacity)
  private var scratch: [Double]
  /// Hops taken in, since the beginning.
  private(set) var count = 0

  init() {
    scratch = []
    scratch.reserveCapacity(Self.capacity)
  }

  /// Adds a hop.
  mutating func append(_ row: FeatureRow, isVetoed: Bool) {
    let slot = count % Self.capacity
    shorts[slot] = row.shortRMS
    levels[slot] = row.level
    vetoed[slot] = isVetoed
    count += 1
  }

  /// RMS over 100 ms, `back` hops ago; `nil` if that is not kept.
  func short(_ back: Int) -> Double? {
    back >= 0 && back < min(count, Self.capacity)
      ? shorts[(count - 1 - back) % Self.capacity] : nil
  }

  /// RMS over 250 ms, `back` hops ago; `nil` if that is not kept.
  func level(_ back: Int) -> Double? {
    back >= 0 && back < min(count, Self.capacity)
      ? levels[(count - 1 - back) % Self.capacity] : nil
  }

  /// The 10th over the 90th centile of the RMS over half a second, within the last `hops` hops.
  mutating func evenness(_ hops: Int) -> Double {
    let size = min(hops, count, Self.capacity) - Self.halfSecond
    guard size > 0 else { return 0 }
    scratch.removeAll(keepingCapacity: true)
    for back in 0..<size {
      var squares = 0.0
      // Each 100 ms RMS covers two hops.
      for step in stride(from: 0, to: Self.halfSecond, by: 2) {
        let short = shorts[(count - 1 - back - step) % Self.capacity]
        squares += short * short
      }
      scratch.append(squares)
    }
    scratch.sort()
    let high = scratch[size * 9 / 10]
    return high > 0 ? (scratch[size / 10] / high).squareRoot() : 0
  }

  /// What the last `hops` hops were like against two levels.
  mutating func window(_ hops: Int, _ thresholds: Thresholds) -> ContractionWindow {
    let size = min(hops, count, Self.capacity)
    guard size > 0 else { return ContractionWindow() }
    scratch.removeAll(keepingCapacity: true)
    var window = ContractionWindow()
    var sum = 0.0
    for back in 0..<size {
      let slot = (count - 1 - back) % Self.capacity
      if levels[slot] >= thresholds.off { window.aboveOff += 1 }
      if levels[slot] >= thresholds.on { window.aboveOn += 1 }
      if !vetoed[slot] { window.clear += 1 }
      sum += levels[slot]
      scratch.append(shorts[slot])
    }
    scratch.sort()
    let median = scratch[size / 2]
    window.valley = median > 0 ? scratch[size / 10] / median : 0
    window.peak = scratch[size - 1]
    window.aboveOff /= Double(size)
    window.aboveOn /= Double(size)
    window.clear /= Double(size)
    window.mean = sum / Double(size)
    return window
  }
}

/// What a stretch of time was like: shares are 0...1.
struct ContractionWindow: Sendable, Equatable {
  /// Share above the off level.
  var aboveOff = 0.0
  /// Share above the on level.
  var aboveOn = 0.0
  /// Share without a veto.
  var clear = 0.0
  /// 10th over 50th centile of the 100 ms RMS.
  var valley = 0.0
  /// Highest 100 ms RMS.
  var peak = 0.0
  /// Mean level.
  var mean = 0.0

  /// Whether it was one continuous contraction.
  func isContraction(_ profile: Profile) -> Bool {
    aboveOff >= profile.occupancyOff && aboveOn >= profile.occupancyOn
      && clear >= profile.clearShare && valley >= profile.valley
  }
}
