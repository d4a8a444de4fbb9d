/// Something with a beginning and an end, in seconds.
protocol Spanning {
  /// When it begins.
  var start: Double { get }
  /// When it is over.
  var end: Double { get }
}

/// What is going on now, out of a plan that is walked through once from start to end.
struct Timeline<Element: Spanning & Sendable>: Sendable {
  /// What began at or before the time of the last ``advance(to:)`` and is not over.
  private(set) var active: [Element] = []
  private let plan: [Element]
  private var next = 0

  /// Makes a timeline from a plan in any order.
  init(_ plan: [Element]) {
    self.plan = plan.sorted { $0.start < $1.start }
  }

  /// Goes on to a time that is not before the last one.
  mutating func advance(to time: Double) {
    if !active.isEmpty { active.removeAll { $0.end <= time } }
    while next < plan.count, plan[next].start <= time {
      if plan[next].end > time { active.append(plan[next]) }
      next += 1
    }
  }
}
