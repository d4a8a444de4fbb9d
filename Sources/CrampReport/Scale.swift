#if canImport(Glibc)
import Glibc
#endif

/// An axis from numbers to places, 0 at its beginning and 1 at its end.
struct Scale {
  let low: Double
  let high: Double
  let isLogarithmic: Bool

  /// A linear axis with room for some numbers.
  ///
  /// - Parameters:
  ///   - numbers: Those that are not finite are passed over.
  ///   - includesZero: Whether it begins at 0, where heights are to be compared.
  init(linear numbers: [Double], includesZero: Bool = false) {
    let finite = numbers.filter(\.isFinite)
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    if includesZero { low = min(0, low) }
    let room = high > low ? 0.06 * (high - low) : max(1, 0.1 * abs(high))
    if !includesZero || low < 0 { low -= room }
    high += room
    self.low = low
    self.high = high
    isLogarithmic = false
  }

  /// A logarithmic axis with room for some levels, four decades at most.
  init(logarithmic levels: [Double]) {
    let positive = levels.filter { $0 > 0 && $0.isFinite }
    high = (positive.max() ?? 1) * 1.25
    low = max((positive.min() ?? 0.1) / 1.25, high / 1e4)
    isLogarithmic = true
  }

  /// An axis from one number to another.
  init(from low: Double, to high: Double) {
    self.low = low
    self.high = max(high, low + 1e-9)
    isLogarithmic = false
  }

  /// The place of a number, within 0...1.
  func place(_ number: Double) -> Double {
    guard number.isFinite, number > low else { return 0 }
    let place =
      isLogarithmic ? log(number / low) / log(high / low) : (number - low) / (high - low)
    return min(1, place)
  }

  /// Round numbers to mark.
  var ticks: [Double] {
    guard isLogarithmic else { return linearTicks }
    let all = decades([1, 2, 5])
    return all.count <= 5 ? all : decades([1])
  }

  private func decades(_ digits: [Double]) -> [Double] {
    let decade = log10(low).rounded(.down)
    return (0...6).flatMap { step in digits.map { $0 * pow(10, decade + Double(step)) } }
      .filter { $0 >= low && $0 <= high }
  }

  private var linearTicks: [Double] {
    let length = high - low
    guard length.isFinite, length > 0 else { return [] }
    let decade = pow(10, log10(length).rounded(.down))
    let step = [0.1, 0.2, 0.5, 1].map { $0 * decade }.first { length / $0 <= 5 } ?? decade
    let first = (low / step).rounded(.up)
    let count = Int(min(8, ((high / step).rounded(.down) - first)))
    guard count >= 0 else { return [] }
    return (0...count).map { (first + Double($0)) * step }
  }
}

/// A strip of a drawing, from its upper edge downwards.
struct Strip {
  let top: Double
  let height: Double

  /// Its lower edge.
  var bottom: Double { top + height }

  /// The height of a place of 0 at the bottom and 1 at the top.
  func y(_ place: Double) -> Double { bottom - place * height }
}
