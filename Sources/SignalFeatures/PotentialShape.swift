/// The cells of one channel around one that stands out, which may be a motor-unit potential.
struct PotentialShape {
  let powers: UnsafeMutablePointer<ChannelLanes>
  let lows: UnsafeMutablePointer<ChannelLanes>
  /// Of a ring's place.
  let mask: Int
  let lane: Int
  /// Number of the cell that stands out.
  let middle: Int
  /// Cells on either side.
  let reach: Int
  let cellSeconds: Double

  /// Power of the cell `offset` cells after the one that is judged.
  private func power(_ offset: Int) -> Double { powers[(middle + offset) & mask][lane] }

  private func lowPart(_ offset: Int) -> Double { lows[(middle + offset) & mask][lane] }

  /// Whether no cell around is as high as the middle one.
  var isHighest: Bool {
    let peak = power(0)
    for offset in 1...reach where power(offset) > peak || power(-offset) >= peak { return false }
    return true
  }

  /// Whether it is the potential of a motor unit, by the power of the second around it.
  func isPotential(above background: Double) -> Bool {
    let peak = power(0)
    let first = edge(peak, direction: -1)
    let last = edge(peak, direction: 1)
    guard Double(last - first + 1) * cellSeconds <= Self.longest else { return false }
    return isAlone(first...last, peak, background) && hasNoSlowPart(peak)
  }

  /// The last cell in a direction that still belongs to the potential, across one that is low:
  /// between its phases a potential passes through zero.
  private func edge(_ peak: Double, direction: Int) -> Int {
    var edge = 0
    var next = 1
    while next <= reach, next - edge <= 2 {
      if power(direction * next) >= Self.share * peak { edge = next }
      next += 1
    }
    return direction * edge
  }

  private func isAlone(_ own: ClosedRange<Int>, _ peak: Double, _ background: Double) -> Bool {
    let margin = max(1, Int((Self.tail / cellSeconds).rounded(.up)))
    let most = max(Self.share * peak, Self.quiet * background)
    var sum = 0.0
    var others = 0
    for offset in -reach...reach where offset != 0 {
      let power = power(offset)
      if offset >= own.lowerBound - margin, offset <= own.upperBound + margin { continue }
      if power > most { return false }
      sum += power
      others += 1
    }
    return others > 0 && sum <= Self.unchanged * background * Double(others)
  }

  /// Whether the raw signal below 20 Hz kept to the line from before the potential to behind it.
  private func hasNoSlowPart(_ peak: Double) -> Bool {
    let before = lowPart(-reach)
    let slope = (lowPart(reach) - before) / Double(2 * reach)
    let most = Self.slowShare * peak.squareRoot()
    let near = Int((Self.slowWithin / cellSeconds).rounded())
    for offset in -near / 3...near {
      let line = before + slope * Double(offset + reach)
      if abs(lowPart(offset) - line) > most { return false }
    }
    return true
  }

  /// Part of the peak's power above which a cell belongs to it: 0.4 of its height.
  private static let share = 0.16
  /// Longest potential, in seconds: 10...18 ms and a cell at each end.
  private static let longest = 0.024
  /// What the filters may draw out behind a potential, in seconds.
  private static let tail = 0.012
  /// Power over the background's that other cells may have: four times the RMS.
  private static let quiet = 16.0
  /// Mean power over the background's that the neighbourhood may have: twice the RMS.
  private static let unchanged = 4.0
  /// Deflection below 20 Hz over the height of the peak.
  ///
  /// A potential of 18 ms gives 0.14, a QRS complex of 60 ms 0.9, a step that decays within 50 ms
  /// 0.7.
  private static let slowShare = 0.35
  /// Seconds behind the peak in which the deflection is looked for, and a third of it before.
  private static let slowWithin = 0.06
}

@available(*, unavailable)
extension PotentialShape: Sendable {}
