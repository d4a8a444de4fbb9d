/// The twenty newest of a row of numbers, in the order of their size.
///
/// A new one takes the oldest one's place by comparing and choosing alone, so that it costs the
/// same whatever the numbers are.
struct NewestTwenty: Sendable {
  /// The numbers, the least first; infinite where there are fewer than twenty.
  private(set) var sorted = [20 of Double](repeating: .infinity)
  private var ring = [20 of Double](repeating: .infinity)
  private var next = 0

  init() {}

  /// Takes in the next one; what is not a number counts as infinite.
  mutating func append(_ number: Double) {
    let newest = number.isNaN ? .infinity : number
    let oldest = ring[next]
    ring[next] = newest
    next = next == ring.count - 1 ? 0 : next + 1
    var kept = sorted
    for index in 0..<19 {
      let (here, after) = (sorted[index], sorted[index + 1])
      kept[index] = here < oldest ? here : after
    }
    kept[19] = .infinity
    sorted[0] = kept[0] < newest ? kept[0] : newest
    for index in 1..<20 {
      let least = kept[index - 1] > newest ? kept[index - 1] : newest
      sorted[index] = kept[index] < least ? kept[index] : least
    }
  }

  /// The sum of the least `count` of them, added up from the least on.
  ///
  /// It changes nothing: but one that only reads is handed a copy of all numbers.
  mutating func sumOfLeast(_ count: Int) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += sorted[index] }
    return sum
  }
}
