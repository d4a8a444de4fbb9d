internal import CrampModel

/// The last minute of one channel, a hop each, in a ring that is allocated once.
struct RecentLevels: Sendable {
  private struct Hop: Sendable {
    var power = 0.0
    var short = 0.0
    var level = 0.0
    var steady = 0.0
    var number = 0
    var isVetoed = false
  }

  /// Hops that are kept.
  static let capacity = 60 * FeatureRow.hopsPerSecond

  private var ring = [Hop](repeating: Hop(), count: capacity)
  /// Where the newest hop is in the ring.
  private var newest = capacity - 1
  private var second = NewestTwenty()
  private var scratch: [Double] = []
  /// Hops taken in, since the beginning.
  private(set) var count = 0
  /// The steady level of the newest hop.
  private(set) var steady = 0.0

  init() {
    scratch.reserveCapacity(Self.capacity)
  }

  /// Adds a hop.
  mutating func append(_ row: FeatureRow, isVetoed: Bool) {
    let power = row.hopRMS * row.hopRMS
    second.append(power)
    count += 1
    steady = steadyLevel()
    newest = newest == Self.capacity - 1 ? 0 : newest + 1
    ring[newest] = Hop(
      power: power,
      short: row.shortRMS,
      level: row.level,
      steady: steady,
      number: row.hop,
      isVetoed: isVetoed
    )
  }

  /// RMS over 100 ms, `back` hops ago; `nil` if that is not kept.
  func short(_ back: Int) -> Double? { slot(back).map { ring[$0].short } }

  /// RMS over 250 ms, `back` hops ago; `nil` if that is not kept.
  func level(_ back: Int) -> Double? { slot(back).map { ring[$0].level } }

  /// Steady level, `back` hops ago; `nil` if that is not kept.
  func steady(_ back: Int) -> Double? { slot(back).map { ring[$0].steady } }

  /// RMS over the hops from `from` to `to` hops ago; `nil` if nothing of it is kept.
  func rms(from: Int, to: Int) -> Double? {
    var sum = 0.0
    var hops = 0
    for back in max(0, to)...max(0, to, from) {
      guard let slot = slot(back) else { break }
      sum += ring[slot].power
      hops += 1
    }
    return hops > 0 ? (sum / Double(hops)).squareRoot() : nil
  }

  /// The number in the stream of the hop that was judged `back` hops ago.
  func hop(_ back: Int) -> Int? { slot(back).map { ring[$0].number } }

  /// The mean steady level of the hops from `from` to `to` hops ago; `nil` if it is not kept.
  func steadyMean(from: Int, to: Int) -> Double? {
    guard to >= 0, from >= to, slot(from) != nil else { return nil }
    var sum = 0.0
    for back in to...from { sum += steady(back) ?? 0 }
    return sum / Double(from - to + 1)
  }

  private func slot(_ back: Int) -> Int? {
    back >= 0 && back < min(count, Self.capacity) ? place(back) : nil
  }

  /// Where the hop is that is `back` hops old; that must be kept.
  private func place(_ back: Int) -> Int {
    back <= newest ? newest - back : newest - back + Self.capacity
  }

  /// RMS over the last second without its five strongest hops of twenty.
  ///
  /// Single potentials, heart beats, pops and clicks are shorter than that and do not show; what
  /// is held does. The factor gives back what Gaussian noise loses by it, within five per cent
  /// between 250 Hz and 10 kHz.
  private mutating func steadyLevel() -> Double {
    let size = min(FeatureRow.hopsPerSecond, count)
    let kept = max(1, size - size / 4)
    return 1.08 * (second.sumOfLeast(kept) / Double(kept)).squareRoot()
  }

  /// The 10th over the 90th centile of the steady level within the last `hops` hops before the
  /// `skipped` newest.
  mutating func evenness(_ hops: Int, skipping skipped: Int = 0) -> Double {
    let size = min(hops, min(count, Self.capacity) - skipped)
    guard size > 0 else { return 0 }
    scratch.removeAll(keepingCapacity: true)
    for back in 0..<size { scratch.append(ring[place(skipped + back)].steady) }
    scratch.sortInPlace()
    let high = scratch[size * 9 / 10]
    return high > 0 ? scratch[size / 10] / high : 0
  }

  /// The variance of the hops' powers over their squared mean, within the last `hops` hops.
  func dispersion(_ hops: Int) -> Double {
    let size = min(hops, count, Self.capacity)
    guard size > 1 else { return 0 }
    var sum = 0.0
    var squares = 0.0
    for back in 0..<size {
      let power = ring[place(back)].power
      sum += power
      squares += power * power
    }
    let mean = sum / Double(size)
    return mean > 0 ? max(0, squares / Double(size) / (mean * mean) - 1) : 0
  }

  /// How often the RMS over 200 ms went below that of a power, and how many hops ago first.
  private func dips(
    _ hops: Int,
    skipping skipped: Int,
    below power: Double
  ) -> (count: Int, first: Int?) {
    var dips = 0
    var first: Int?
    var isBelow = false
    for back in 0..<max(0, hops - 3) {
      var sum = 0.0
      for step in 0..<4 { sum += ring[place(skipped + back + step)].power }
      let wasBelow = isBelow
      isBelow = sum < 4 * power
      if isBelow { first = skipped + back + 3 }
      if isBelow, !wasBelow { dips += 1 }
    }
    return (dips, first)
  }

  /// What the last `hops` hops before the `skipped` newest were like against two levels.
  mutating func window(
    _ hops: Int,
    _ thresholds: Thresholds,
    skipping skipped: Int = 0
  ) -> ContractionWindow {
    let size = min(hops, min(count, Self.capacity) - skipped)
    guard size > 0 else { return ContractionWindow() }
    scratch.removeAll(keepingCapacity: true)
    var window = ContractionWindow()
    var sum = 0.0
    var power = 0.0
    for back in 0..<size {
      let hop = ring[place(skipped + back)]
      power += hop.power
      if hop.steady >= thresholds.off { window.aboveOff += 1 }
      if hop.steady >= thresholds.on { window.aboveOn += 1 }
      if !hop.isVetoed { window.clear += 1 }
      sum += hop.steady
      scratch.append(hop.short)
    }
    scratch.sortInPlace()
    let rest = thresholds.rest * thresholds.rest
    let low = max(0, scratch[size * 3 / 20] * scratch[size * 3 / 20] - rest)
    let high = max(0, scratch[size * 17 / 20] * scratch[size * 17 / 20] - rest)
    window.valley = high > 0 ? (low / high).squareRoot() : 0
    window.peak = scratch[size - 1]
    window.aboveOff /= Double(size)
    window.aboveOn /= Double(size)
    window.clear /= Double(size)
    window.mean = sum / Double(size)
    window.rms = (power / Double(size)).squareRoot()
    let own = max(0, window.mean * window.mean - rest)
    window.seconds = Double(size) * FeatureRow.hopSeconds
    let dips = dips(size, skipping: skipped, below: max(1.44 * rest, rest + 0.0225 * own))
    window.dips = dips.count
    window.firstDip = dips.first
    return window
  }
}
