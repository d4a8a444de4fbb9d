public import CrampModel

/// When one channel was there, and how much of that could be judged.
public struct CoverageOfChannel: Hashable, Sendable {
  /// The sensor's identity; empty if it is not known.
  public let sensor: String
  /// The channel's name.
  public let channel: String
  /// The time in which it was there, without overlap, by the beginning.
  public let spans: [CoverageSpan]
  /// The time in which its signal was known to be bad or absent, with the reason as events say it.
  public let faults: [Fault]

  /// A stretch that could not be judged.
  public struct Fault: Hashable, Sendable {
    /// One of the words of `signal.bad`, or `samples-lost`.
    public let reason: String
    /// When.
    public let span: CoverageSpan
  }

  /// Seconds within a range in which it was there.
  ///
  /// - Parameter range: The range.
  /// - Returns: Seconds.
  public func seconds(in range: Range<Timestamp>) -> Double {
    spans.clipped(to: range).seconds
  }

  /// Seconds within a range in which it could be judged.
  ///
  /// - Parameter range: The range.
  /// - Returns: Seconds.
  public func judgedSeconds(in range: Range<Timestamp>) -> Double {
    spans.clipped(to: range).judgedSeconds
  }

  /// Seconds within a range that could not be judged, by the reason.
  ///
  /// - Parameter range: The range.
  /// - Returns: Reasons and seconds, the longest first; `other` is what no event has told of.
  public func unjudged(in range: Range<Timestamp>) -> [(reason: String, seconds: Double)] {
    var sums: [String: Double] = [:]
    for fault in faults {
      guard let part = fault.span.clipped(to: range) else { continue }
      let there = spans.clipped(to: part.begin..<part.end).seconds
      if there > 0 { sums[fault.reason, default: 0] += there }
    }
    let lost = seconds(in: range) - judgedSeconds(in: range)
    let told = sums.values.reduce(0, +)
    // Below a second it is the rounding of shares.
    if lost - told > 1 { sums["other"] = lost - told }
    return sums.map { ($0.key, $0.value) }.sorted {
      ($1.seconds, $0.reason) < ($0.seconds, $1.reason)
    }
  }
}
