/// The median of the cramps of a session.
enum SessionMedian {
  /// The middle one of numbers, or the mean of the two in the middle; `nil` of none.
  static func of(_ numbers: [Double]) -> Double? {
    guard !numbers.isEmpty else { return nil }
    let sorted = numbers.sorted()
    let middle = sorted.count / 2
    let isEven = sorted.count.isMultiple(of: 2)
    return isEven ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
