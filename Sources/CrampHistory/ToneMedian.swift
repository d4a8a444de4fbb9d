/// Medians and centiles of what was measured for different lengths of time.
enum ToneMedian {
  /// The value at which a share of the weight is reached; `nil` without weight.
  ///
  /// - Parameters:
  ///   - values: Values with their weights, in any order.
  ///   - share: 0.5 for the median.
  /// - Returns: One of the values.
  static func centile(_ values: [(value: Double, weight: Double)], _ share: Double) -> Double? {
    let sorted = values.filter { $0.weight > 0 }.sorted { $0.value < $1.value }
    let total = sorted.reduce(0) { $0 + $1.weight }
    var reached = 0.0
    for (value, weight) in sorted {
      reached += weight
      if reached >= share * total { return value }
    }
    return nil
  }

  /// The median tone of spans, each with the weight of its still seconds.
  static func tone(_ spans: some Sequence<ToneSpan>) -> Double? {
    centile(spans.compactMap { span in span.tone.map { ($0, span.still) } }, 0.5)
  }
}
