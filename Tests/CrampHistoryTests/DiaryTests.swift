import CrampHistory
import CrampModel
import Testing

@Suite struct DiaryTests {
  private typealias E = HistoryEvents

  private func diary(_ journal: E, hoursEast: Int = 0) -> Diary {
    Diary(
      events: journal.events,
      coverage: Coverage(events: journal.events),
      offset: { _ in hoursEast * 3_600 }
    )
  }

  private func cramp(
    _ journal: inout E,
    at minutes: Double,
    _ episode: UInt64,
    channels: [String] = ["calf"]
  ) {
    for (index, channel) in channels.enumerated() {
      let begin = minutes + 0.05 * Double(index)
      journal.add(.crampOnset, at: begin, channel, episode: episode, .init(.restRatio, .number(9)))
    }
    for channel in channels {
      journal.add(
        .crampRelease,
        at: minutes + 2,
        channel,
        episode: episode,
        .init(.duration, .number(120))
      )
    }
  }

  @Test(arguments: [(0, 0), (719, 0), (720, 0), (1_439, 0), (1_440, 1), (-1, -1)])
  func `a night lasts from noon to noon`(minutes: Double, night: Int) {
    let first = NightDate(of: E.noon, offset: { _ in 0 })
    #expect(NightDate(of: E.time(minutes), offset: { _ in 0 }).day - first.day == night)
    #expect(first.begin(offset: { _ in 0 }) == E.noon)
  }

  @Test(arguments: [(-1, 0), (0, 0), (719, 0), (720, 1), (-721, -1)])
  func `what is done by day has the date of the day`(minutes: Double, day: Int) {
    let first = NightDate(of: E.noon, offset: { _ in 0 })
    #expect(NightDate(onDateOf: E.time(minutes), offset: { _ in 0 }).day - first.day == day)
  }

  @Test func `the night is that of the clock on the wall`() {
    let utc = NightDate(of: E.time(-30), offset: { _ in 0 })
    let east = NightDate(of: E.time(-30), offset: { _ in 3_600 })
    #expect(east == utc.advanced(by: 1))
    #expect(NightDate(day: 0).weekday == 3)
    #expect(NightDate(day: 0).description == "1970-01-01")
  }

  @Test func `one cramp on several channels is one, and its order is kept`() throws {
    var journal = E()
    cramp(&journal, at: 600, 1, channels: ["foot", "calf"])
    let entry = try #require(diary(journal).entries.first)
    let episode = try #require(entry.episode)
    #expect(diary(journal).entries.count == 1)
    #expect(episode.courses.map(\.channel) == ["foot", "calf"])
    #expect(episode.duration == 120)
  }

  @Test func `false alarms count for nothing, missed ones are the person's`() throws {
    var journal = E()
    cramp(&journal, at: 600, 1)
    cramp(&journal, at: 660, 2)
    cramp(&journal, at: 700, 3)
    journal.add(
      .episodeLabelled,
      at: 660,
      episode: 2,
      .init(.verdict, .text("false-alarm"))
    )
    journal.add(
      .episodeLabelled,
      at: 700,
      episode: 3,
      .init(.verdict, .text("confirmed")),
      .init(.severity, .number(7))
    )
    journal.add(
      .episodeLabelled,
      at: 720,
      nil,
      .init(.verdict, .text("missed")),
      .init(.sleepDisturbance, .count(4)),
      .init(.duration, .number(60))
    )
    let night = try #require(diary(journal).nights.first)
    #expect(night.detected.count == 2)
    #expect(night.missed.count == 1)
    #expect(night.falseAlarms.count == 1)
    #expect(night.duration == 300)
    #expect(night.severity == 7)
    #expect(night.sleepDisturbance == 4)
  }

  @Test func `a cramp in a practice is not the night's`() throws {
    var journal = E()
    journal.add(
      .sessionStarted,
      at: 100,
      nil,
      .init(.name, .text("calf")),
      .init(.kind, .text("practice"))
    )
    cramp(&journal, at: 110, 1)
    let session = journal.events[0].id.description
    journal.add(
      .sessionEnded,
      at: 120,
      nil,
      .init(.name, .text("calf")),
      .init(.session, .text(session))
    )
    cramp(&journal, at: 130, 2)
    let night = try #require(diary(journal).nights.first)
    #expect(night.provoked.count == 1)
    #expect(night.detected.map(\.time) == [E.time(130)])
  }

  @Test func `a wrong clock makes no table of centuries`() {
    var journal = E()
    cramp(&journal, at: -60 * 24 * 365 * 200, 1)
    cramp(&journal, at: 600, 2)
    #expect(diary(journal).nights.count == Diary.mostNights)
  }
}
