import CrampModel
import Testing

@testable import CrampDetection

/// What is computed in passing against what is computed from all values at the end.
@Suite struct RunningSumsTests {
  @Test(arguments: UInt64(1)...20)
  func `a running slope is the least-squares line`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let offset = generator.uniform() * 1e6
    let steep = generator.uniform() * 10 - 5
    let points = (0..<(3 + Int(generator.uniform() * 500))).map { index in
      (x: offset + Double(index) / 60, y: 90 + steep * Double(index) / 60 + generator.uniform())
    }
    var line = RunningSlope()
    for point in points { line.add(point.x, point.y) }
    let count = Double(points.count)
    let meanX = points.map(\.x).reduce(0, +) / count
    let meanY = points.map(\.y).reduce(0, +) / count
    let squares = points.map { ($0.x - meanX) * ($0.x - meanX) }.reduce(0, +)
    let products = points.map { ($0.x - meanX) * ($0.y - meanY) }.reduce(0, +)
    let slope = products / squares
    let rest = points.map { $0.y - meanY - slope * ($0.x - meanX) }.map { $0 * $0 }.reduce(0, +)
    let error = (rest / (count - 2) / squares).squareRoot()
    #expect(abs(try #require(line.slope) - slope) < 1e-6 * max(1, abs(slope)))
    #expect(abs(try #require(line.standardError) - error) < 1e-6 * max(1, error))
    #expect(abs(try #require(line.value(at: meanX + 1)) - meanY - slope) < 1e-6 * meanY)
    #expect(line.count == points.count)
    #expect(line.first == points.first?.x && line.last == points.last?.x)
  }

  @Test func `there is no line without two places`() {
    var line = RunningSlope()
    #expect(line.slope == nil && line.standardError == nil && line.value(at: 0) == nil)
    line.add(1, 5)
    line.add(1, 7)
    line.add(1, 9)
    #expect(line.slope == nil && line.standardError == nil)
  }

  @Test(arguments: UInt64(1)...20)
  func `a running correlation is that of all values with their weights`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let window = 2 + Int(generator.uniform() * 100)
    let common = generator.uniform()
    let pairs = (0..<(2 + Int(generator.uniform() * 400))).map { _ in
      let shared = generator.uniform()
      return (
        x: 1e3 + common * shared + generator.uniform(), y: 5 * common * shared + generator.uniform()
      )
    }
    var running = RunningCorrelation()
    for pair in pairs { running.add(pair.x, pair.y, window: window) }
    var weights: [Double] = []
    for count in 1...pairs.count {
      let weight = max(1 / Double(min(count, window)), 2 / Double(window + 1))
      weights = weights.map { $0 * (1 - weight) } + [weight]
    }
    func mean(_ value: ((x: Double, y: Double)) -> Double) -> Double {
      zip(pairs, weights).map { value($0) * $1 }.reduce(0, +)
    }
    let (meanX, meanY) = (mean(\.x), mean(\.y))
    let covariance = mean { ($0.x - meanX) * ($0.y - meanY) }
    let variances =
      mean { ($0.x - meanX) * ($0.x - meanX) }
      * mean { ($0.y - meanY) * ($0.y - meanY) }
    let slow = covariance / variances.squareRoot()
    let fast = try #require(running.correlation)
    #expect(abs(fast - slow) < 1e-9, "\(fast), slowly \(slow)")
    #expect(running.count == min(window, pairs.count))
  }

  @Test func `what does not vary does not correlate`() {
    var running = RunningCorrelation()
    for step in 0..<300 { running.add(Double(step), 4, window: 200) }
    #expect(running.correlation == nil)
  }
}
