internal import CrampModel

/// When a rise began and ended, and whether the body moved meanwhile.
extension PressureHistory {
  /// How many judged hops ago the contraction that goes on now began.
  ///
  /// From now back while the level stays above a quarter of its height, dips of 0.75 s aside; from
  /// there back down the slope to the on level, dips of a breath's half aside where it is slow.
  func onset(_ thresholds: Thresholds, plateau: Double) -> Int {
    let height = max(plateau - thresholds.rest, thresholds.swing)
    let quarter = walk(from: 0, down: thresholds.rest + 0.25 * height, dip: 15)
    let foot = thresholds.rest + min(thresholds.swing, 0.5 * height)
    return walk(from: quarter, down: foot, dip: 2)
  }

  /// Whether the level swung within some time before a rise, or in its first two seconds.
  ///
  /// Below rest by as much as the on level is above it, up to it and back before the rise, or back
  /// to rest after it. Sleepers who cramp thrash too, but only once the cramp has come.
  func moved(before onset: Int, hops: Int, _ thresholds: Thresholds) -> Bool {
    let swing = thresholds.swing
    // The slope's own foot is no movement.
    if let past = extent(onset + 4..<onset + 4 + hops) {
      if past.lowerBound < thresholds.rest - swing { return true }
      if past.upperBound > thresholds.rest + 1.5 * swing { return true }
    }
    var peak = 0.0
    for back in stride(from: onset, through: max(0, onset - 2 * FeatureRow.hopsPerSecond), by: -1) {
      guard let height = short(back).map({ $0 - thresholds.rest }) else { continue }
      if height < -swing { return true }
      peak = max(peak, height)
      let isDown = height < swing || peak > 3.5 * swing
      if peak > 1.5 * swing, isDown, height < 0.35 * peak { return true }
    }
    return false
  }

  /// Whether the level swung below rest, or up again, around its return `back` hops ago.
  func moved(around back: Int, _ thresholds: Thresholds) -> Bool {
    let swing = thresholds.swing
    let before = extent(back..<back + 3 * FeatureRow.hopsPerSecond)
    let after = extent(0..<max(0, back - 10))
    return before.map { $0.lowerBound < thresholds.rest - swing } ?? false
      || after.map {
        $0.lowerBound < thresholds.rest - swing || $0.upperBound > thresholds.rest + 1.5 * swing
      } ?? false
  }

  /// Whether the level fell by at least `drop` within the two seconds that ended `back` hops ago.
  func fell(by drop: Double, beyond back: Int) -> Bool {
    let second = FeatureRow.hopsPerSecond
    guard let before = extent(back + second..<back + 3 * second),
      let after = extent(max(0, back - second)..<back + 1)
    else { return false }
    return before.lowerBound - after.upperBound >= drop
  }

  /// Goes back while the level is at least `level` or dips for at most `dip` hops.
  private func walk(from start: Int, down level: Double, dip: Int) -> Int {
    var last = start
    var back = start
    while back < depth, back - last <= dip {
      if let short = short(back), short >= level { last = back }
      back += 1
    }
    return last
  }
}
