public import CrampModel

/// The resting tone of one channel by the hour of the day.
public struct ToneByHour: Hashable, Sendable {
  /// The median tone of each hour of the day, from midnight on; `nil` where none was measured.
  public let tones: [Double?]

  /// Sorts spans by the hour in which their middle lies.
  ///
  /// - Parameters:
  ///   - spans: The spans of the channel, in any order.
  ///   - hour: The hour of the day at a point in time, 0...23.
  public init(_ spans: some Sequence<ToneSpan>, hour: (Timestamp) -> Int) {
    var groups = [[ToneSpan]](repeating: [], count: 24)
    for span in spans where span.tone != nil {
      let index = hour(span.begin.advanced(bySeconds: span.duration / 2))
      if groups.indices.contains(index) { groups[index].append(span) }
    }
    tones = groups.map { ToneMedian.tone($0) }
  }
}
