/// Round times to mark along a drawing.
enum TimeScale {
  private static let steps = [
    1.0, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400,
  ]

  /// The times within a span that are whole steps, at most `count`.
  static func ticks(_ span: ClosedRange<Double>, atMost count: Int) -> [Double] {
    let length = span.upperBound - span.lowerBound
    let step = steps.first { length / $0 <= Double(count) } ?? (length / Double(max(1, count)))
    guard step > 0, length.isFinite else { return [] }
    let first = (span.lowerBound / step).rounded(.up)
    let last = (span.upperBound / step).rounded(.down)
    guard first <= last else { return [] }
    return (0...Int(min(last - first, Double(count)))).map { (first + Double($0)) * step }
  }
}
