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
  static func all(in events: [CrampEvent], offset: LocalOffset) -> [Self] {
    struct Place: Hashable {
      let sensor: String
      let channel: String
    }
    let spans = events.compactMap { ToneSpan($0) }.filter(\.isElectrical)
    return Dictionary(grouping: spans) { Place(sensor: $0.sensor, channel: $0.channel) }
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

  /// The ends of the trend's line, through the middle of the nights that it rests on.
  var line: (from: (NightDate, Double), to: (NightDate, Double))? {
    guard let trend, let first = days.first?.day, let last = days.last?.day,
      let middle = Figure.median(days.map { Double($0.day) }),
      let tone = Figure.median(days.map(\.tone))
    else { return nil }
    let perWeek = 1 + trend.percentPerWeek / 100
    func height(_ day: Int) -> Double { tone * pow(perWeek, (Double(day) - middle) / 7) }
    return ((NightDate(day: first), height(first)), (NightDate(day: last), height(last)))
  }
}
