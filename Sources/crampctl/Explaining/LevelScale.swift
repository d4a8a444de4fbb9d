import CrampDetection

#if canImport(Glibc)
import Glibc
#endif

/// A logarithmic axis for levels: rest and cramps lie decades apart.
struct LevelScale {
  /// The lowest level shown.
  let low: Double
  /// The highest level shown.
  let high: Double

  /// A scale on which all of a window's levels and thresholds have room.
  ///
  /// - Parameter window: What is drawn; levels of 0 lie at the bottom, at most four decades down.
  init(_ window: DrawnWindow) {
    var lowest = Double.infinity
    var highest = 0.0
    for column in window.course {
      let shown = [column.level, column.levels?.rest, column.levels?.on, column.levels?.off]
      for level in shown.compactMap({ $0 }) where level > 0 && level.isFinite {
        lowest = min(lowest, level)
        highest = max(highest, level)
      }
    }
    guard highest > 0 else {
      low = 0.1
      high = 1
      return
    }
    high = highest * 1.25
    low = max(lowest / 1.25, high / 1e4)
  }

  /// Where a level lies, 0 at the bottom and 1 at the top.
  func place(_ level: Double) -> Double {
    guard level > low else { return 0 }
    return min(1, log(level / low) / log(high / low))
  }

  /// Round levels to mark: 1, 2 and 5 of each decade, only the decades where these are many.
  var ticks: [Double] {
    let all = ticks([1, 2, 5])
    return all.count <= 6 ? all : ticks([1])
  }

  private func ticks(_ digits: [Double]) -> [Double] {
    let decade = log10(low).rounded(.down)
    return (0...6).flatMap { step in digits.map { $0 * pow(10, decade + Double(step)) } }
      .filter { $0 >= low && $0 <= high }
  }
}
