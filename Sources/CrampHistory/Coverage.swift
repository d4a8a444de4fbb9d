public import CrampModel

/// When the daemon ran, and how much of which channel could be judged.
///
/// A channel's `tone` events say it best: each covers a span and names the share that could be
/// judged. Where there are none, a channel counts as judged while its sensor was attached, but
/// for the time of `signal.bad` and `samples.lost`.
public struct Coverage: Hashable, Sendable {
  /// One life of the daemon.
  public struct Run: Hashable, Sendable {
    /// When it began.
    public let begin: Timestamp
    /// When it ended, or was last heard of.
    public let end: Timestamp
    /// Whether it ended as it should; else it was cut off, or may still run.
    public let wasStopped: Bool
  }

  /// The lives of the daemon, in order.
  public let runs: [Run]
  /// The channels, by sensor and name.
  public let channels: [CoverageOfChannel]

  /// Reads events.
  ///
  /// - Parameter events: In the order of the journal, from its beginning: a sensor may have been
  ///   attached long before the time that is asked about.
  public init(events: [CrampEvent]) {
    var draft = CoverageDraft()
    for event in events { draft.add(event) }
    (runs, channels) = draft.finished()
  }

  /// Seconds within a range in which at least one channel could be judged.
  ///
  /// Of channels that were partly judged at the same time, the best counts.
  ///
  /// - Parameter range: The range.
  /// - Returns: Seconds.
  public func watchedSeconds(in range: Range<Timestamp>) -> Double {
    var edges: [(time: Timestamp, share: Double, isBegin: Bool)] = []
    for channel in channels {
      for part in channel.spans.clipped(to: range) where part.share > 0 {
        edges.append((part.begin, part.share, true))
        edges.append((part.end, part.share, false))
      }
    }
    edges.sort { $0.time < $1.time }
    var open: [Double] = []
    var seconds = 0.0
    var previous = range.lowerBound
    for edge in edges {
      if let best = open.max() { seconds += best * edge.time.seconds(since: previous) }
      previous = edge.time
      if edge.isBegin {
        open.append(edge.share)
      } else if let index = open.firstIndex(of: edge.share) {
        open.remove(at: index)
      }
    }
    return seconds
  }

  /// The time that it tells of; `nil` if nothing was ever there.
  public var extent: Range<Timestamp>? {
    let begins = runs.map(\.begin) + channels.compactMap { $0.spans.first?.begin }
    let ends = runs.map(\.end) + channels.compactMap { $0.spans.last?.end }
    guard let begin = begins.min(), let end = ends.max(), begin < end else { return nil }
    return begin..<end
  }
}
