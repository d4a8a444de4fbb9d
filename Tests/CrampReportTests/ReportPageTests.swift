import CrampHistory
import CrampModel
import CrampReport
import Testing

@Suite struct ReportPageTests {
  @Test func `no tag of the program's own is shown as text`() {
    var input = ReportEvents().input
    input.unknownEvents = 3
    let page = ReportPage(input).html
    #expect(!page.contains("&lt;"))
    #expect(page.contains("There is nothing to draw yet."))
    #expect(page.contains("3 events of a later version"))
  }

  @Test func `a cramp that only the person told of is listed`() {
    var journal = ReportEvents()
    journal.add(
      .episodeLabelled,
      at: 120,
      episode: 1,
      [.init(.verdict, .text("missed")), .init(.severity, .number(6))]
    )
    #expect(journal.page.contains("missed by the detector"))
    #expect(!journal.page.contains("There is no episode to show."))
  }

  @Test func `a session has the date that it began on, also in the morning`() throws {
    var journal = ReportEvents()
    for day in 0..<2 {
      journal.addPractice(
        at: Double(1_440 * day + 480),
        "calf",
        movement: "raise",
        letGo: Double(30 - day)
      )
    }
    let page = journal.page
    #expect(page.contains("calf: 2 values, from 30.0 on 21 September 2026"), "\(page)")
    let monday = try #require(page.firstRange(of: "</span>21 Sep</th>"))
    let row = page[monday.upperBound...].prefix { !$0.isNewline }
    #expect(row.hasPrefix("<td><span class=\"soft\">21</span> –"))
    #expect(row.count { $0 == "◆" } == 2)
  }

  @Test func `sessions and movements of other names are drawn apart`() {
    var journal = ReportEvents()
    for day in 0..<2 {
      let noon = Double(1_440 * day + 720)
      journal.addPractice(at: noon, "calf", movement: "raise", letGo: 30)
      journal.addPractice(at: noon + 60, "foot", movement: "curl", letGo: 8)
      journal.addPractice(at: noon + 120, "foot", movement: "raise", letGo: 9)
    }
    let page = journal.page
    for name in ["calf", "foot"] {
      #expect(page.contains("Time to let go, median, in \(name)"))
    }
    for words in ["raise in calf", "curl in foot", "raise in foot"] {
      #expect(page.contains("Cramps for each repetition of \(words)"))
    }
    #expect(!page.contains("curl in calf"))
  }

  @Test func `practice is spoken of with all the words of safety`() {
    var journal = ReportEvents()
    journal.addPractice(at: 720, "calf", movement: "raise", letGo: 30)
    let page = journal.page
    #expect(PracticeSafety.words.allSatisfy { page.contains($0) })
    #expect(page.contains("at least an hour"))
  }

  @Test func `a trend of tone is told with its interval and its pitfall in both places`() {
    var journal = ReportEvents()
    for night in 0..<20 {
      journal.addTone(at: Double(1_440 * night + 1_380), 5 - 0.1 * Double(night))
    }
    let page = journal.page
    #expect(page.count(of: "95 % interval") == 2)
    #expect(page.count(of: "An electrode in another place") == 2)
  }

  @Test func `tone within a practice is no rest of a night`() {
    var journal = ReportEvents()
    for night in 0..<8 {
      let morning = Double(1_440 * (night + 1) + 540)
      journal.addPractice(at: morning, "calf", movement: "raise", letGo: 30)
      // The practice has more still seconds than the night, so that it would decide a median.
      for (start, still, tone) in [(morning - 600, 700.0, 5.0), (morning, 900, 50)] {
        let details: [EventDetail] = [
          .init(.duration, .number(1_200)), .init(.still, .number(still)),
          .init(.toneMicrovolts, .number(tone)),
        ]
        journal.add(.tone, at: start, channel: "calf", details)
      }
    }
    #expect(journal.page.contains("from 5.00 on"))
    #expect(journal.page.contains("to 5.00 µV on"))
  }

  @Test func `weeks of which nothing is known are one row, and no nights`() {
    var journal = ReportEvents()
    journal.addTone(at: 60 * 23, 5)
    journal.addTone(at: 1_440 * 7 * 40, 5)
    let page = journal.page
    #expect(page.contains("38 weeks: nothing observed"), "\(page)")
    #expect(page.contains("Of 2 nights"))
    #expect(page.count(of: "week of </span>") == 2)
  }

  @Test func `a daemon that was stopped in good order is not listed`() {
    var journal = ReportEvents()
    for hour in 0..<4 {
      journal.add(.daemonStarted, at: Double(60 * hour), [])
      journal.add(.daemonStopped, at: Double(60 * hour + 30), [])
    }
    #expect(journal.page.contains("started again 3 times"))
    #expect(!journal.page.contains("Interruptions"))
    journal.add(.daemonStarted, at: 300, [])
    journal.add(.marker, at: 310, [.init(.text, .text("x"))])
    journal.add(.daemonStarted, at: 400, [])
    #expect(journal.page.contains("1 of 1, the newest first"))
  }

  @Test(arguments: [
    ("a,\u{301}b", "\"a,\u{301}b\""), ("\"\u{301}", "\"\"\"\u{301}\""), ("=\u{301}x", "'=\u{301}x"),
    ("a-b", "a-b"),
  ])
  func `a mark that combines hides no comma, quote or formula`(text: String, cell: String) throws {
    var journal = ReportEvents()
    journal.add(
      .episodeLabelled,
      at: 120,
      episode: 1,
      [.init(.verdict, .text("missed")), .init(.text, .text(text))]
    )
    let tables = ReportTables(journal.input).files
    let episodes = try #require(tables.first { $0.name == "episodes.csv" }).text
    let scalars = Array(",\(cell),,\n".unicodeScalars)
    #expect(Array(episodes.unicodeScalars.suffix(scalars.count)) == scalars)
  }

  @Test func `a night of eight channels makes a page below five megabytes`() {
    let sizes = [2, 4].map { Self.night(cramps: $0).utf8.count }
    let each = Double(sizes[1] - sizes[0]) / 2
    // As many episodes as a page shows unasked.
    #expect(Double(sizes[0]) + 48 * each < 5_000_000, "\(sizes)")
    #expect(each > 10_000)
  }

  /// Eight hours of eight channels with some cramps, each with ten seconds of samples of all.
  private static func night(cramps: Int) -> String {
    let channels = (1...8).map { "channel-\($0)" }
    var journal = ReportEvents()
    for hour in 0..<8 { journal.addTone(at: Double(1_320 + 60 * hour), 5, channels: channels) }
    var random = SplitMix64(seed: 7)
    var signals: [EpisodeSignal] = []
    for cramp in 0..<cramps {
      let minutes = Double(1_330 + 8 * cramp)
      let id = UInt64(cramp + 1)
      for channel in channels {
        journal.add(.crampOnset, at: minutes, channel: channel, episode: id, [])
        let signal = EpisodeSignal(
          episode: EventID(high: 0x8000, low: id),
          onset: ReportEvents.time(minutes),
          end: nil,
          sensor: "synthetic:test",
          channel: ChannelDescription(name: channel, unit: .microvolt, rate: Hertz(250)),
          stretches: [
            SampleStretch(
              begin: ReportEvents.time(minutes).advanced(bySeconds: -4),
              samples: (0..<2_500).map { _ in Float(100 * random.uniform() - 50) }
            )
          ]
        )
        signals += [signal].compactMap(\.self)
      }
    }
    var input = journal.input
    input.signals = signals
    return ReportPage(input).html
  }
}

extension String {
  fileprivate func count(of words: String) -> Int { ranges(of: words).count }
}
