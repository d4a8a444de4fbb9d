import CrampHistory
import CrampModel
import Testing

@Suite struct CoverageTests {
  private typealias E = HistoryEvents

  private func hours(_ coverage: Coverage, _ from: Double, _ to: Double) -> Double {
    coverage.watchedSeconds(in: E.time(from)..<E.time(to)) / 3_600
  }

  @Test func `an attached sensor counts but for bad signal and lost samples`() throws {
    var journal = E()
    journal.add(.daemonStarted, at: 0)
    journal.add(.sensorAttached, at: 0, nil, .init(.channels, .texts(["calf"])))
    journal.add(.signalBad, at: 60, "calf", .init(.reason, .text("mains")))
    journal.add(.signalGood, at: 90, "calf")
    journal.add(.samplesLost, at: 120, "calf", .init(.duration, .number(600)))
    journal.add(.sensorDetached, at: 240)
    journal.add(.daemonStopped, at: 300)
    let coverage = Coverage(events: journal.events)
    #expect(abs(hours(coverage, 0, 300) - 4 + 40.0 / 60) < 1e-9)
    let channel = try #require(coverage.channels.first)
    let reasons = channel.unjudged(in: E.time(0)..<E.time(300))
    #expect(reasons.map(\.reason) == ["mains", "samples-lost"])
    #expect(reasons.map(\.seconds) == [1_800, 600])
    #expect(coverage.runs.map(\.wasStopped) == [true])
  }

  @Test func `what tone events say of a span counts more than presence`() {
    var journal = E()
    journal.add(.daemonStarted, at: 0)
    journal.add(.sensorAttached, at: 0, nil, .init(.channels, .texts(["calf", "foot"])))
    journal.add(
      .tone,
      at: 0,
      "calf",
      .init(.duration, .number(3_600)),
      .init(.clear, .number(0.5))
    )
    journal.add(
      .tone,
      at: 0,
      "foot",
      .init(.duration, .number(3_600)),
      .init(.clear, .number(0.25))
    )
    journal.add(.sensorDetached, at: 120)
    let coverage = Coverage(events: journal.events)
    // The best of both for an hour, then an hour of nothing but presence.
    #expect(abs(hours(coverage, 0, 120) - 1.5) < 1e-9)
  }

  @Test func `a daemon that was cut off looked until it was last heard of`() {
    var journal = E()
    journal.add(.daemonStarted, at: 0)
    journal.add(.sensorAttached, at: 0, nil, .init(.channels, .texts(["calf"])))
    journal.add(.marker, at: 30, nil, .init(.text, .text("here")))
    journal.add(.daemonStarted, at: 500)
    journal.add(.daemonStopped, at: 510)
    let coverage = Coverage(events: journal.events)
    #expect(coverage.runs.map(\.wasStopped) == [false, true])
    #expect(abs(hours(coverage, 0, 600) - 0.5) < 1e-9)
  }

  @Test(arguments: [-10_000, 10_000] as [Double])
  func `the clock says nothing of samples that have a time of their own`(shift: Double) {
    for wasStopped in [true, false] {
      var journal = E()
      journal.add(.daemonStarted, at: 0)
      journal.add(.sensorAttached, at: 0, nil, .init(.channels, .texts(["calf"])))
      journal.add(.tone, at: shift, "calf", .init(.duration, .number(3_600)))
      journal.add(.marker, at: 70, nil, .init(.text, .text("here")))
      if wasStopped { journal.add(.daemonStopped, at: 80) }
      journal.add(.daemonStarted, at: 100)
      journal.add(.daemonStopped, at: 110)
      let coverage = Coverage(events: journal.events)
      #expect(abs(hours(coverage, -20_000, 20_000) - 1) < 1e-9)
      #expect(coverage.runs.map(\.begin) == [E.time(0), E.time(100)])
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `years of nights with many faults are counted without a walk through all for each`() throws {
    var journal = E()
    let channels = (1...8).map { "channel-\($0)" }
    for night in 0..<500 {
      for channel in channels {
        for hour in 0..<8 {
          let minutes = Double(1_440 * night + 60 * hour)
          journal.add(
            .tone,
            at: minutes,
            channel,
            .init(.duration, .number(3_600)),
            .init(.clear, .number(0.5))
          )
          journal.add(.signalBad, at: minutes + 10, channel, .init(.reason, .text("mains")))
          journal.add(.signalGood, at: minutes + 40, channel)
        }
      }
    }
    let coverage = Coverage(events: journal.events)
    let range = E.time(0)..<E.time(1_440 * 500)
    for channel in coverage.channels {
      let unjudged = channel.unjudged(in: range)
      #expect(unjudged.map(\.reason) == ["mains"])
      #expect(unjudged.map(\.seconds) == [500 * 8 * 1_800])
    }
    let diary = Diary(events: journal.events, coverage: coverage, offset: { _ in 0 })
    #expect(diary.nights.allSatisfy { $0.watched == 8 * 1_800 })
  }
}
