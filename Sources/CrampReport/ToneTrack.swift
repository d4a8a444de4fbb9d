import CrampHistory
import CrampModel

#if canImport(Glibc)
import Glibc
#endif

/// The resting tone of one channel over nights.
struct ToneTrack {
  let sensor: String
  let channel: String
  let unit: String
  let spans: [ToneSpan]
  let days: [ToneDay]
  let trend: ToneTrend?
  let reserve: Reserve.Finding

  /// One for each channel whose levels compare from night to night, by name.
  ///
  /// - Parameters:
  ///   - spans: Spans of tone; those that lie in a practice or an exercise are no nights' rest.
  ///   - events: For the levels at which cramps began.
  ///   - sessions: All that are known.
  ///   - offset: Local time.
  /// - Returns: The tracks.
  static func all(
    of spans: [ToneSpan],
    events: [CrampEvent],
    sessions: [SessionSummary],
    offset: LocalOffset
  ) -> [Self] {
    struct Place: Hashable {
      let sensor: String
      let channel: String
    }
    let efforts = sessions.filter { $0.session.kind == .practice || $0.session.kind == .exercise }
    let resting = spans.filter { span in
      span.isElectrical && !efforts.contains { $0.holdsMost(of: span) }
    }
    return Dictionary(grouping: resting) { Place(sensor: $0.sensor, channel: $0.channel) }
      .map { place, spans in
        let days = ToneDay.days(of: spans) { NightDate(of: $0, offset: offset).day }
        return Self(
          sensor: place.sensor,
          channel: place.channel,
          unit: spans.last?.unit ?? "µV",
          spans: spans,
          days: days,
          trend: ToneTrend(days),
          reserve: Reserve.find(
            channel: place.channel,
            sensor: place.sensor,
            events: events,
            tone: days.last?.tone
          )
        )
      }
      .sorted { ($0.channel, $0.sensor) < ($1.channel, $1.sensor) }
  }

  /// What goes with every trend of tone.
  static let caution: Markup = """
    An electrode in another place, or on other skin, changes the tone as much.
    """

  /// How far off a trend may be, in per cent a week.
  static func interval(of trend: ToneTrend) -> String {
    "\(Figure.fixed(trend.low)) to \(Figure.fixed(trend.high)) %"
  }

  /// The trend as a curve, as high as half of the nights lie above and half below it.
  var line: [(night: NightDate, number: Double)] {
    guard let trend, let first = days.first?.day, let last = days.last?.day else { return [] }
    let perDay = log(max(1e-9, 1 + trend.percentPerWeek / 100)) / 7
    let heights = days.filter { $0.tone > 0 }.map { log($0.tone) - perDay * Double($0.day - first) }
    guard let height = Figure.median(heights), last > first else { return [] }
    let steps = min(24, last - first)
    return (0...steps).map { step in
      let day = first + (last - first) * step / steps
      return (NightDate(day: day), exp(height + perDay * Double(day - first)))
    }
  }
}

extension SessionSummary {
  /// Whether half of a span or more lies in it.
  fileprivate func holdsMost(of span: ToneSpan) -> Bool {
    let last = end ?? session.since.advanced(bySeconds: Session.longest)
    let common = min(last, span.end).seconds(since: max(session.since, span.begin))
    return common >= span.duration / 2
  }
}
