public import CrampModel

/// What is known of the resting tone of one channel, day by day and as a whole.
public struct ToneReview: Sendable {
  /// The sensor's identity, as the newest span names it.
  public let sensor: String
  /// The channel's name.
  public let channel: String
  /// The unit of its levels.
  public let unit: String
  /// Whether levels compare from night to night.
  public let isElectrical: Bool
  /// The spans in the order of time.
  public let spans: [ToneSpan]
  /// The days that have still muscle enough, in order.
  public let days: [ToneDay]
  /// The tone by the hour of the day.
  public let byHour: ToneByHour
  /// The change over the days; `nil` where there are too few, or levels do not compare.
  public let trend: ToneTrend?
  /// The median tone of the days before the newest, of four weeks at most; `nil` with too few.
  public let usual: Double?
  /// How far the tone is from the level at which cramps begin.
  public let reserve: Reserve.Finding

  /// The newest span that has a tone.
  public var newest: ToneSpan? { spans.last { $0.tone != nil } }
  /// The tone of the newest day, else of the newest span; `nil` if none is known.
  public var tone: Double? { days.last?.tone ?? newest?.tone }
  /// The tone of the newest day over the usual; `nil` where either is unknown.
  public var ratio: Double? {
    guard let usual, let day = days.last else { return nil }
    return day.tone / usual
  }

  /// Reviews the channels of a sensor or of many.
  ///
  /// - Parameters:
  ///   - spans: The spans of all channels, in any order.
  ///   - events: Onsets and labels for the reserve, in the order of their seq.
  ///   - day: The number of the day that a point in time belongs to, as ``ToneDay/number(of:offset:)``.
  ///   - hour: The hour of the day at a point in time, 0...23.
  /// - Returns: One review for each channel of each sensor, by the channel's name.
  public static func all(
    of spans: [ToneSpan],
    events: [CrampEvent],
    day: (Timestamp) -> Int,
    hour: (Timestamp) -> Int
  ) -> [Self] {
    let groups = Dictionary(grouping: spans) { [$0.channel, $0.sensor] }
    return groups.keys.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { key in
      groups[key].flatMap { Self($0, events: events, day: day, hour: hour) }
    }
  }

  /// Reviews the spans of one channel; `nil` without any.
  private init?(
    _ spans: [ToneSpan],
    events: [CrampEvent],
    day: (Timestamp) -> Int,
    hour: (Timestamp) -> Int
  ) {
    let spans = spans.sorted { $0.begin < $1.begin }
    guard let last = spans.last else { return nil }
    let days = ToneDay.days(of: spans, day: day)
    sensor = last.sensor
    channel = last.channel
    unit = last.unit
    isElectrical = last.isElectrical
    self.spans = spans
    self.days = days
    byHour = ToneByHour(spans, hour: hour)
    trend = last.isElectrical ? ToneTrend(days) : nil
    usual = last.isElectrical ? Self.usual(days) : nil
    let tone = days.last?.tone ?? spans.last { $0.tone != nil }?.tone
    reserve =
      last.isElectrical
      ? Reserve.find(channel: last.channel, sensor: last.sensor, events: events, tone: tone)
      : .noZero
  }

  private static func usual(_ days: [ToneDay]) -> Double? {
    guard let newest = days.last else { return nil }
    let earlier = days.dropLast().filter { newest.day - $0.day <= ToneWatch.memory }
    guard earlier.count >= ToneWatch.leastDays else { return nil }
    return ToneMedian.centile(earlier.map { ($0.tone, $0.still) }, 0.5)
  }
}
