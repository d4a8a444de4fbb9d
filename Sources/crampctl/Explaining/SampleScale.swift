/// A linear axis for samples.
struct SampleScale {
  /// The lowest value shown.
  let low: Double
  /// The highest value shown.
  let high: Double

  /// A scale on which all of a window's samples have room.
  init(_ window: DrawnWindow) {
    var lowest = Double.infinity
    var highest = -Double.infinity
    for column in window.samples where column.low <= column.high {
      lowest = min(lowest, Double(column.low))
      highest = max(highest, Double(column.high))
    }
    guard lowest <= highest else {
      low = -1
      high = 1
      return
    }
    let room = highest > lowest ? 0.05 * (highest - lowest) : max(1, 0.1 * abs(highest))
    low = lowest - room
    high = highest + room
  }

  /// Where a value lies, 0 at the bottom and 1 at the top.
  func place(_ value: Double) -> Double {
    (value - low) / (high - low)
  }

  /// Round values to mark: three to six of them.
  var ticks: [Double] {
    var step = 1.0
    let length = high - low
    while step * 5 < length, step < 1e40 { step *= 10 }
    while step > length, step > 1e-40 { step /= 10 }
    for factor in [0.2, 0.5, 1, 2] where length / (step * factor) <= 5 {
      step *= factor
      break
    }
    let first = (low / step).rounded(.up)
    let count = Int(min(6, ((high / step).rounded(.down) - first)))
    guard count >= 0 else { return [] }
    return (0...count).map { (first + Double($0)) * step }
  }
}
