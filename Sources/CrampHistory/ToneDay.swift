public import CrampModel

/// The resting tone of one channel from one noon to the next, so that a night is never divided.
public struct ToneDay: Hashable, Sendable {
  /// The number of the day that it begins on; day 0 begins at noon of 1970-01-01.
  public var day: Int
  /// The median tone, each span with the weight of its still seconds.
  public var tone: Double
  /// Seconds in which the muscle was still.
  public var still: Double
  /// How many spans it rests on.
  public var spans: Int

  /// Still seconds below which a day says too little; our assumption.
  public static let leastStill = 600.0

  /// Describes a day.
  public init(day: Int, tone: Double, still: Double, spans: Int) {
    self.day = day
    self.tone = tone
    self.still = still
    self.spans = spans
  }

  /// The number of the day that a point in time belongs to.
  ///
  /// - Parameters:
  ///   - time: The time.
  ///   - offset: What the local clock is ahead of UTC, in seconds.
  /// - Returns: The day that began at the last noon.
  public static func number(of time: Timestamp, offset: Double) -> Int {
    let seconds = time.advanced(bySeconds: offset - 43_200).microseconds / 1_000_000
    return Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
  }

  /// The days of one channel that have still muscle enough, in order.
  ///
  /// - Parameters:
  ///   - spans: The spans of the channel, in any order.
  ///   - day: The number of the day that a span belongs to, by the middle of it.
  /// - Returns: At most one entry for each day.
  public static func days(
    of spans: some Sequence<ToneSpan>,
    day: (Timestamp) -> Int
  ) -> [Self] {
    var groups: [Int: [ToneSpan]] = [:]
    for span in spans where span.tone != nil {
      groups[day(span.begin.advanced(bySeconds: span.duration / 2)), default: []].append(span)
    }
    return groups.compactMap { number, spans in
      let still = spans.reduce(0) { $0 + $1.still }
      guard still >= leastStill, let tone = ToneMedian.tone(spans) else { return nil }
      return Self(day: number, tone: tone, still: still, spans: spans.count)
    }
    .sorted { $0.day < $1.day }
  }
}
