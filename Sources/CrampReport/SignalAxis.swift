/// Where the times of an episode's segments lie along a drawing; breaks are as wide as they need.
struct SignalAxis {
  /// Left edge of the plots: room for numbers.
  static let left = 62.0
  /// Right edge of the plots.
  static let right = 472.0
  private static let gap = 14.0

  private struct Part {
    let begin: Double
    let end: Double
    let left: Double
    let width: Double
  }

  private let parts: [Part]

  /// An axis for segments in order, each as wide as its time asks.
  init(_ segments: [EpisodeSignal.Segment]) {
    let total = segments.reduce(0) { $0 + $1.end - $1.begin }
    let room = Self.right - Self.left - Self.gap * Double(max(0, segments.count - 1))
    var left = Self.left
    parts = segments.map { segment in
      let width = total > 0 ? room * (segment.end - segment.begin) / total : room
      defer { left += width + Self.gap }
      return Part(begin: segment.begin, end: segment.end, left: left, width: width)
    }
  }

  /// The place of a column.
  func x(column: Int, of columns: Int, segment: Int) -> Double {
    parts[segment].left + (Double(column) + 0.5) / Double(columns) * parts[segment].width
  }

  /// The place of a time; `nil` where there are no samples of it.
  func x(_ seconds: Double) -> Double? {
    for part in parts where part.begin <= seconds && seconds <= part.end {
      let share = (seconds - part.begin) / max(part.end - part.begin, 1e-9)
      return part.left + share * part.width
    }
    return nil
  }

  /// Left edge and width of each segment.
  var spans: [(left: Double, width: Double)] { parts.map { ($0.left, $0.width) } }

  /// Round times to mark, with their places.
  var ticks: [(seconds: Double, x: Double)] {
    parts.flatMap { part in
      let room = max(2, part.width / 62)
      let length = part.end - part.begin
      let step = [1.0, 2, 5, 10, 20, 30, 60, 120, 300].first { length / $0 <= room } ?? 600
      var ticks: [(Double, Double)] = []
      var seconds = (part.begin / step).rounded(.up) * step
      while seconds <= part.end, ticks.count < 20 {
        if let x = x(seconds) { ticks.append((seconds, x)) }
        seconds += step
      }
      return ticks
    }
  }
}
