internal import CrampModel

/// The highest RMS over half a second that no fault touches.
///
/// The quality of a half second is told up to half a second later, and is that of a whole second.
/// So a half second counts when the half second after it was sound as well.
struct MaximumMeasurement: Sendable {
  private static let halfSecond = FeatureRow.hopsPerSecond / 2

  private var shorts = [Double](repeating: 0, count: 2 * halfSecond)
  private var count = 0
  private var sound = 0
  /// The highest so far; `nil` if none could be judged.
  private(set) var level: Double?

  /// Takes in a hop.
  mutating func advance(_ row: FeatureRow, isUsable: Bool) {
    shorts[count % shorts.count] = row.shortRMS
    count += 1
    sound = isUsable ? sound + 1 : 0
    guard sound >= shorts.count else { return }
    var squares = 0.0
    // Each 100 ms RMS covers two hops; the oldest hop comes at `count`.
    for step in stride(from: 1, to: Self.halfSecond, by: 2) {
      let short = shorts[(count + step) % shorts.count]
      squares += short * short
    }
    let rms = (squares / Double(Self.halfSecond / 2)).squareRoot()
    level = max(level ?? 0, rms)
  }
}
