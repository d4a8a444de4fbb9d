/// A straight line through points by least squares, in constant memory.
///
/// The sums are those of distances from the running means, so that a long session loses no digits.
struct RunningSlope: Sendable, Equatable {
  /// How many points there are.
  private(set) var count = 0
  /// The least x.
  private(set) var first = 0.0
  /// The greatest x.
  private(set) var last = 0.0
  private var meanX = 0.0
  private var meanY = 0.0
  private var squaresX = 0.0
  private var squaresY = 0.0
  private var products = 0.0

  /// Takes in a point of finite numbers.
  mutating func add(_ x: Double, _ y: Double) {
    first = count == 0 ? x : min(first, x)
    last = count == 0 ? x : max(last, x)
    count += 1
    let deltaX = x - meanX
    let deltaY = y - meanY
    meanX += deltaX / Double(count)
    meanY += deltaY / Double(count)
    squaresX += deltaX * (x - meanX)
    squaresY += deltaY * (y - meanY)
    products += deltaX * (y - meanY)
  }

  /// The rise of y per unit of x; `nil` while all x are the same.
  var slope: Double? {
    squaresX > 0 ? products / squaresX : nil
  }

  /// The standard error of ``slope`` for independent deviations; `nil` with fewer than 3 points.
  var standardError: Double? {
    guard count > 2, squaresX > 0 else { return nil }
    let rest = max(0, squaresY - products * products / squaresX)
    return (rest / Double(count - 2) / squaresX).squareRoot()
  }

  /// The y of the line at an x; `nil` while there is no line.
  func value(at x: Double) -> Double? {
    slope.map { meanY + $0 * (x - meanX) }
  }
}
