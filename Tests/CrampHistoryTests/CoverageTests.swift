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
}
