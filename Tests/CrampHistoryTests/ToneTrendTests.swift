import CrampModel
import Foundation
import Testing

@testable import CrampHistory

@Suite struct ToneTrendTests {
  private func days(_ tones: [Double], every step: Int = 1) -> [ToneDay] {
    tones.enumerated().map { ToneDay(day: $0 * step, tone: $1, still: 9_000, spans: 8) }
  }

  @Test(arguments: [-20.0, -3, 0, 5, 40])
  func `a steady change is found as it is`(percent: Double) throws {
    let tones = (0..<20).map { 4 * pow(1 + percent / 100, Double($0) / 7) }
    let trend = try #require(ToneTrend(days(tones)))
    #expect(abs(trend.percentPerWeek - percent) < 1e-6)
    #expect(abs(trend.low - percent) < 1e-6 && abs(trend.high - percent) < 1e-6)
    #expect(trend.isClear == (percent != 0))
    #expect(trend.days == 20 && trend.span == 19)
  }

  @Test func `the interval of 95 per cent holds the truth about as often`() {
    var hits = 0
    var clear = 0
    for seed in UInt64(1)...400 {
      var generator = SplitMix64(seed: seed)
      let tones = (0..<21).map { day in
        let noise = (0..<12).reduce(-6) { sum, _ in sum + generator.uniform() }
        return 4 * pow(0.95, Double(day) / 7) * exp(0.1 * noise)
      }
      guard let trend = ToneTrend(days(tones)) else { continue }
      if (trend.low...trend.high).contains(-5) { hits += 1 }
      if trend.high < 0 { clear += 1 }
    }
    #expect((368...396).contains(hits), "\(hits) of 400")
    // The same noise hides a change of 5 % a week more often than not.
    #expect((60...260).contains(clear), "\(clear) of 400")
  }

  @Test func `one night of another electrode changes little`() throws {
    var tones = (0..<21).map { 4 * pow(0.95, Double($0) / 7) }
    tones[13] = 40
    let trend = try #require(ToneTrend(days(tones)))
    #expect(abs(trend.percentPerWeek + 5) < 0.5)
  }

  /// The slope is that of SciPy 1.17, `stats.theilslopes` of the logarithms; its interval, -26.2 to
  /// -10.1, takes the ranks next inside, NumPy gives these for the ranks next outside.
  @Test func `it equals an independent reckoning`() throws {
    let tones = [4.1, 3.9, 4.4, 4.0, 3.6, 3.8, 3.7, 3.1, 3.5, 3.3]
    let trend = try #require(ToneTrend(days(tones)))
    #expect(abs(trend.percentPerWeek + 17.05) < 0.01, "\(trend)")
    #expect(abs(trend.low + 28.97) < 0.01, "\(trend)")
    #expect(abs(trend.high + 7.105) < 0.01, "\(trend)")
  }

  @Test(arguments: [0, 1, 6])
  func `too few days have no trend`(count: Int) {
    #expect(ToneTrend(days((0..<count).map { 4 + Double($0) })) == nil)
    #expect(ToneTrend(days((0..<7).map { 4 + Double($0) }, every: 3)) != nil)
  }

  @Test(arguments: [
    ("2026-01-01T11:59:59Z", 0.0, 0), ("2026-01-01T12:00:00Z", 0, 1),
    ("2026-01-01T10:59:59Z", 3_600, 0), ("2026-01-01T11:00:00Z", 3_600, 1),
    ("2026-01-02T03:00:00Z", 0, 1), ("2026-01-02T12:00:00Z", 0, 2),
  ])
  func `a day goes from noon to noon of the local clock`(
    time: String,
    offset: Double,
    day: Int
  ) throws {
    let first = 20_453
    let time = try #require(Timestamp(rfc3339: time))
    #expect(ToneDay.number(of: time, offset: offset) == first + day)
    let before = Timestamp(microseconds: time.microseconds - 86_400_000_000 * 30_000)
    #expect(ToneDay.number(of: before, offset: offset) == first + day - 30_000)
  }

  @Test func `a day is the median of its still seconds`() throws {
    let events = ToneEvents()
    let spans = [
      events.hour(0, ofNight: 0, tone: 3, still: 3_000),
      events.hour(1, ofNight: 0, tone: 9, still: 100),
      events.hour(2, ofNight: 0, tone: 9, still: 100),
      events.hour(3, ofNight: 0, tone: nil, still: 0),
      events.hour(0, ofNight: 1, tone: 5, still: 599),
    ].compactMap(ToneSpan.init(_:))
    #expect(spans.count == 5)
    let days = ToneDay.days(of: spans) { ToneDay.number(of: $0, offset: 0) }
    #expect(days.map(\.tone) == [3])
    #expect(days.map(\.still) == [3_200])
    let hours = ToneByHour(spans) { CivilTime($0).hour }.tones
    #expect(hours[23] == 3 && hours[0] == 9 && hours[2] == nil)
  }
}
