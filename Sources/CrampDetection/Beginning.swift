internal import CrampModel

/// Watches whether a stream began within a contraction.
///
/// It did if the level never rested from the first hop on, and then fell below a third of what
/// had to be taken for rest, for half a second.
struct Beginning: Sendable {
  /// The first hop that could be judged.
  private(set) var first = 0
  private var hasBegun = false
  private var isOver = false
  private var low = 0

  /// Takes in a hop; returns the hop at which the level fell, once.
  mutating func advance(_ row: FeatureRow, rest: Double) -> Int? {
    guard !isOver else { return nil }
    if !hasBegun {
      hasBegun = true
      first = row.hop < FeatureRow.hopsPerSecond * 2 ? 0 : row.hop
    }
    low = row.shortRMS < rest / 3 ? low + 1 : 0
    guard low >= FeatureRow.hopsPerSecond / 2 else { return nil }
    isOver = true
    return row.hop - low + 1
  }
}
