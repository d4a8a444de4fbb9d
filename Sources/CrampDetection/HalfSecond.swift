internal import CrampModel

/// The level of half a second, from ten hops that all could be judged.
struct HalfSecond: Sendable {
  private var squares = 0.0
  private var hops = 0
  private var isClean = true

  /// Takes in a hop; returns the level when the half second is full and clean.
  mutating func advance(_ row: FeatureRow, isUsable: Bool) -> Double? {
    squares += row.shortRMS * row.shortRMS
    hops += 1
    isClean = isClean && isUsable
    guard hops == FeatureRow.hopsPerSecond / 2 else { return nil }
    let level = (squares / Double(hops)).squareRoot()
    let wasClean = isClean
    self = Self()
    return wasClean ? level : nil
  }
}
