internal import CrampModel

/// Running sums of one channel's level, so that a span whose ends are found late can be summed up.
///
/// A mark each 250 ms, the length of the level's own window, for five minutes; a longer span is
/// summed from the oldest mark on, unless it began with the stream. Constant memory.
struct LevelCourse: Sendable {
  /// What a span came to.
  struct Total: Sendable, Equatable {
    /// Sum of the levels of judged hops.
    var levels = 0.0
    /// Judged hops.
    var hops = 0

    /// Mean level; `nil` if no hop was judged.
    var mean: Double? { hops > 0 ? levels / Double(hops) : nil }

    /// Integral of what the level was above rest, as a ratio to rest, in seconds.
    ///
    /// - Parameter rest: The resting level.
    /// - Returns: `nil` without a resting level.
    func area(overRest rest: Double) -> Double? {
      guard rest > 0 else { return nil }
      return (levels / rest - Double(hops)) * FeatureRow.hopSeconds
    }
  }

  /// Hops from mark to mark.
  static let spacing = 5
  /// Marks that are kept.
  static let capacity = 1_200

  private var marks = [Total](repeating: Total(), count: capacity)
  private var running = Total()
  private var first: Int?
  private var next = 0

  /// Takes in a hop; hops follow one another.
  mutating func advance(_ row: FeatureRow, isJudged: Bool) {
    if row.hop % Self.spacing == 0 {
      marks[row.hop / Self.spacing % Self.capacity] = running
    }
    if isJudged {
      if first == nil { first = row.hop }
      running.levels += row.level
      running.hops += 1
    }
    next = row.hop + 1
  }

  /// Sums up the hops of a span; its ends are rounded down to marks.
  func total(from onset: Int, to end: Int) -> Total {
    let begin = before(onset)
    let total = end >= next ? running : before(end)
    return Total(
      levels: max(0, total.levels - begin.levels),
      hops: max(0, total.hops - begin.hops)
    )
  }

  /// What all hops before one came to.
  private func before(_ hop: Int) -> Total {
    guard let first, hop > first else { return Total() }
    let newest = (next - 1) / Self.spacing
    let oldest = max(0, newest - Self.capacity + 1)
    return marks[min(max(hop / Self.spacing, oldest), newest) % Self.capacity]
  }
}
