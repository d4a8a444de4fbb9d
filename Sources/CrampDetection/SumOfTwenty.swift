/// The sum of the twenty newest of a row of numbers, none of them negative.
///
/// It adds what is left of the last full twenty to those since, and never takes anything away
/// again, so that a great number leaves no trace once it is out.
struct SumOfTwenty: Sendable {
  private var newer = [20 of Double](repeating: 0)
  /// Sums of the full twenty before, from each of its numbers on.
  private var older = [20 of Double](repeating: 0)
  private var sum = 0.0
  private var count = 0

  init() {}

  /// Takes in the next one; returns the sum of all that there are, twenty at most.
  mutating func append(_ number: Double) -> Double {
    newer[count] = number
    sum += number
    count += 1
    guard count == newer.count else { return older[count] + sum }
    let full = sum
    sum = 0
    count = 0
    var rest = 0.0
    for index in (0..<20).reversed() {
      rest += newer[index]
      older[index] = rest
    }
    return full
  }
}
