import Foundation

/// A logarithmic axis of levels: cramps are tens of times as strong as rest, and both are to be
/// seen.
struct LevelAxis: Equatable {
  /// The level at the bottom.
  let low: Double
  /// The level at the top.
  let high: Double

  /// An axis on which rest lies a little above the bottom and everything fits.
  ///
  /// Its ends are 1, 2 or 5 of a decade, so that it seldom changes. The factors are assumptions
  /// about what is good to look at: half of rest below, four times the on level above.
  ///
  /// - Parameters:
  ///   - rest: The resting level, if it is known.
  ///   - on: The level at which a contraction begins to count, if it is known.
  ///   - levels: The least and the highest level to show.
  init(rest: Double?, on: Double?, levels: ClosedRange<Double>?) {
    let known = [rest, on].compactMap(\.self).filter { $0 > 0 && $0.isFinite }
    let least = known.min() ?? levels?.lowerBound ?? 1
    let most = max((known.max() ?? least) * 4, levels?.upperBound ?? 0)
    let bottom = least > 0 && least.isFinite ? least / 2 : 1
    low = Self.round(bottom, .down)
    high = Self.round(max(most.isFinite ? most : bottom, bottom * 10), .up)
  }

  /// Where a level lies: 0 at the bottom, 1 at the top; never outside.
  func position(_ level: Double) -> Double {
    guard level > low else { return 0 }
    return min(1, log10(level / low) / log10(high / low))
  }

  /// The nearest of 1, 2 and 5 times a power of ten, above or below.
  private static func round(_ level: Double, _ rule: FloatingPointRoundingRule) -> Double {
    let decade = pow(10, log10(level).rounded(.down))
    let steps = [1, 2, 5, 10].map { $0 * decade }
    // What lies on a step but for the last bit is that step.
    let slack = 1e-9 * level
    return rule == .up
      ? steps.first { $0 >= level - slack } ?? decade * 10
      : steps.last { $0 <= level + slack } ?? decade
  }
}
