public import CrampModel

/// When a person did what in a routine, by civil time.
///
/// A phase that is begun again is a visit of its own; what was paused does not belong to it.
public struct RoutineDiary: Hashable, Sendable {
  /// One time through a phase.
  public struct Visit: Hashable, Sendable {
    /// The phase, counted from 0.
    public let phase: Int
    /// When it went on.
    public fileprivate(set) var spans: [Range<Timestamp>]
  }

  /// A hold as it was done, with what was done before and after it.
  public struct Hold: Hashable, Sendable {
    /// The phase, counted from 0.
    public let phase: Int
    /// The rest or the time to get ready before it.
    public let before: [Range<Timestamp>]
    /// The hold itself.
    public let during: [Range<Timestamp>]
    /// The rest after it.
    public let after: [Range<Timestamp>]
  }

  /// Nobody does more in one routine; what comes after is not noted.
  public static let most = 10_000

  private let phases: [RoutinePhase]
  private var visits: [Visit] = []
  private var since: Timestamp?

  /// An empty diary of the phases of a course.
  public init(phases: [RoutinePhase]) {
    self.phases = phases
  }

  /// Notes what has changed, and when.
  public mutating func note(_ turn: RoutineCourse.Turn, at time: Timestamp) {
    switch turn {
    case .began(let phase):
      close(at: time)
      guard visits.count < Self.most else { return }
      visits.append(Visit(phase: phase, spans: []))
      since = time
    case .resumed: since = time
    case .paused, .finished, .stopped: close(at: time)
    }
  }

  /// The holds in the order in which they were done.
  public var holds: [Hold] {
    visits.indices.filter { isHold(visits[$0]) }.map { index in
      Hold(
        phase: visits[index].phase,
        before: neighbour(index - 1),
        during: visits[index].spans,
        after: neighbour(index + 1)
      )
    }
  }

  private func neighbour(_ index: Int) -> [Range<Timestamp>] {
    guard visits.indices.contains(index), !isHold(visits[index]) else { return [] }
    return visits[index].spans
  }

  private func isHold(_ visit: Visit) -> Bool { phases[visit.phase].kind == .hold }

  private mutating func close(at time: Timestamp) {
    guard let begin = since, let last = visits.indices.last else { return }
    since = nil
    // The clock may have been set back.
    guard begin < time else { return }
    visits[last].spans.append(begin..<time)
  }
}
