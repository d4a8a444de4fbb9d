/// How a channel's resting tone changes over days, robust against single nights.
///
/// The slope is the median of the slopes between all pairs of days (Theil 1950; Sen 1968, J Am Stat
/// Assoc 63:1379), of the logarithm of the tone, so that it is a ratio. The interval is Sen's, by
/// the normal approximation to the variance of Kendall's S (Gilbert 1987, Statistical Methods for
/// Environmental Pollution Monitoring, section 16.5). Electrodes are placed anew each night, and
/// days that follow each other are not independent: the interval is rather too narrow than too wide.
public struct ToneTrend: Hashable, Sendable {
  /// The change, in per cent per week.
  public let percentPerWeek: Double
  /// The lower end of the interval of 95 %, in per cent per week.
  public let low: Double
  /// The upper end of the interval of 95 %, in per cent per week.
  public let high: Double
  /// How many days it rests on.
  public let days: Int
  /// From the first of these days to the last.
  public let span: Int

  /// Days with data below which there is no trend; below it the interval would be all slopes.
  public static let leastDays = 7
  /// The newest days that count.
  public static let mostDays = 400

  /// Whether the interval lies on one side of no change.
  public var isClear: Bool { low > 0 || high < 0 }

  /// Finds the trend; `nil` with fewer than ``leastDays`` days.
  ///
  /// - Parameter days: In order, each once.
  public init?(_ days: [ToneDay]) {
    let days = days.filter { $0.tone > 0 }.suffix(Self.mostDays)
    guard days.count >= Self.leastDays, let first = days.first, let last = days.last,
      last.day > first.day
    else { return nil }
    let points = days.map { (x: Double($0.day), y: naturalLogarithm($0.tone)) }
    var slopes: [Double] = []
    slopes.reserveCapacity(points.count * (points.count - 1) / 2)
    for (index, one) in points.enumerated() {
      for other in points[(index + 1)...] where other.x > one.x {
        slopes.append((other.y - one.y) / (other.x - one.x))
      }
    }
    slopes.sort()
    let count = Double(slopes.count)
    let number = Double(points.count)
    let variance = number * (number - 1) * (2 * number + 5) / 18
    let width = Self.quantile * variance.squareRoot()
    // Ranks count from 1; the ends go outward where they fall between two.
    let lower = Int(((count - width) / 2).rounded(.down)) - 1
    let upper = Int(((count + width) / 2).rounded(.up))
    let middle = slopes.count / 2
    let median = slopes.count % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2
    percentPerWeek = Self.percent(median)
    low = Self.percent(slopes[max(0, lower)])
    high = Self.percent(slopes[min(slopes.count - 1, upper)])
    self.days = points.count
    span = last.day - first.day
  }

  private static func percent(_ slope: Double) -> Double {
    100 * (exponential(7 * slope) - 1)
  }

  /// The 97.5th centile of the normal distribution.
  private static let quantile = 1.96
}
