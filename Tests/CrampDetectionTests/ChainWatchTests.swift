import CrampModel
import Testing

@testable import CrampDetection

/// Sessions of a chain, second by second: each muscle's work in units of its rest.
@Suite struct ChainWatchTests {
  static let names = ["glute", "hamstring", "calf"]

  @Test(arguments: [
    // Seconds of work, then the shares of the three from there on.
    ([(150, [60, 30, 10]), (150, [30, 60, 10])], "hamstring from glute by share"),
    ([(150, [60, 30, 10]), (150, [34, 32, 34])], "calf from glute by share"),
    (
      [(150, [60, 30, 10]), (40, [55, 35, 10]), (200, [36, 54, 10])],
      "hamstring from glute by share"
    ),
    // Too little, too short, a single strong effort.
    ([(150, [60, 30, 10]), (300, [46, 44, 10])], ""),
    ([(150, [60, 30, 10]), (40, [30, 60, 10]), (100, [60, 30, 10])], ""),
    ([(150, [60, 30, 10]), (30, [10, 300, 10]), (100, [60, 30, 10])], ""),
    // Nothing changes, or all alike.
    ([(600, [60, 30, 10])], ""),
    ([(150, [60, 30, 10]), (300, [120, 60, 20])], ""),
    // Too early: the beginning is not over.
    ([(60, [60, 30, 10]), (60, [30, 60, 10])], ""),
  ])
  func `who takes over from whom`(parts: [(Int, [Double])], expected: String) {
    let session = run(parts)
    #expect(session.events.map(Self.words).joined(separator: "; ") == expected, "\(parts)")
  }

  @Test func `the event says since when, how much, and that it is experimental`() throws {
    let session = run([(150, [60, 30, 10]), (150, [30, 60, 10])])
    let event = try #require(session.events.first)
    #expect(session.events.count == 1)
    #expect(event.type == .compensation)
    #expect(event.channel == "hamstring" && event[.from] == .text("glute"))
    #expect(event[.chain] == .text("posterior"))
    #expect(event[.experimental] == .flag(true))
    #expect(event[.shareBeforePercent] == .number(30))
    #expect(event[.slope] == nil)
    guard case .number(let share) = event[.sharePercent] else {
      Issue.record("no share")
      return
    }
    #expect((50...60).contains(share))
    // The minute began with or after the change, or at most twenty seconds before it.
    let time = event.time.seconds(since: .epoch)
    #expect((130...160).contains(time), "\(time)")
    #expect(abs(event.detected.seconds(since: .epoch) - time - 60) < 0.2)
  }

  @Test(arguments: [(-6.0, "hamstring from glute by fatigue"), (-0.5, ""), (6, "")])
  func `a muscle that tires counts from half the change`(perMinute: Double, expected: String) {
    let session = run([(150, [60, 30, 10]), (300, [46, 44, 10])]) { channel, second in
      channel == 0 ? 90 * (1 + perMinute / 100 * Double(second) / 60) : 90
    }
    #expect(session.events.map(Self.words).joined() == expected)
    let fatigue = session.summaries.first?.muscles.map(\.fatigue)
    #expect(abs((fatigue?[0]?.percentPerMinute ?? 99) - perMinute) < 0.1)
    #expect(abs(fatigue?[1]?.percentPerMinute ?? 99) < 0.1)
    if !expected.isEmpty { #expect(session.events.first?[.slope] == .number(-6)) }
  }

  @Test func `a loss is told once, and again after the muscle was back`() {
    let once = run([(150, [60, 30, 10]), (900, [30, 60, 10])])
    #expect(once.events.count == 1)
    let again = run([
      (150, [60, 30, 10]), (150, [30, 60, 10]), (150, [60, 30, 10]), (150, [30, 60, 10]),
    ])
    #expect(again.events.count == 2)
    #expect(Set(again.events.map(\.id)).count == 2)
  }

  @Test func `pauses between repetitions change nothing`() {
    let parts = (0..<40).flatMap { index -> [(Int, [Double])] in
      [(8, index < 18 ? [60, 30, 10] : [30, 60, 10]), (5, [0, 0, 0])]
    }
    let session = run(parts)
    #expect(session.events.map(Self.words) == ["hamstring from glute by share"])
    #expect(session.summaries.first?.seconds == 320)
  }

  @Test func `after half an hour's pause a session begins anew`() {
    let session = run([(150, [60, 30, 10]), (1_801, [0, 0, 0]), (200, [30, 60, 10])])
    #expect(session.events.isEmpty)
    #expect(session.summaries.first?.seconds == 200)
    #expect(session.summaries.first?.muscles.first?.shareBefore.map { $0.rounded() } == 30)
    let short = run([(150, [60, 30, 10]), (1_700, [0, 0, 0]), (200, [30, 60, 10])])
    #expect(short.events.count == 1)
  }

  @Test func `a summary has the shares of the session, its beginning and its last minute`() throws {
    let summary = try #require(run([(150, [60, 30, 10]), (150, [30, 60, 10])]).summaries.first)
    #expect(summary.chain == "posterior" && summary.seconds == 300)
    #expect(summary.muscles.map { $0.share.rounded() } == [45, 45, 10])
    #expect(summary.muscles.map { $0.shareBefore?.rounded() } == [60, 30, 10])
    #expect(summary.muscles.map { $0.shareRecent?.rounded() } == [30, 60, 10])
    #expect(summary.muscles.map(\.channel) == [0, 1, 2])
    let young = try #require(run([(20, [60, 30, 10])]).summaries.first)
    #expect(young.muscles.allSatisfy { $0.shareBefore == nil && $0.shareRecent == nil })
  }

  @Test func `calibrated muscles share in per cent of their maxima`() throws {
    let session = run([(150, [60, 30, 10])], maxima: [600, 100, 100])
    let shares = try #require(session.summaries.first).muscles.map { $0.share.rounded() }
    #expect(shares == [20, 60, 20])
    let partly = run([(150, [60, 30, 10])], maxima: [600, nil, 100])
    #expect(partly.summaries.first?.muscles.map { $0.share.rounded() } == [60, 30, 10])
  }

  @Test func `a muscle that cannot be judged stops the count, not the session`() {
    var watch = ChainWatch(stream: emgStream(Self.names, chain: "posterior"))
    var events: [CrampEvent] = []
    for hop in 0..<(20 * 400) {
      for channel in 0..<3 {
        let isLost = (2_000..<6_000).contains(hop)
        let rest: Double? = channel == 2 && isLost ? nil : 1
        let level = channel == 0 && isLost ? .nan : [60, 30, 10][channel]
        watch.advance(row(hop, level), channel: channel, rest: rest, into: &events)
      }
    }
    var summaries: [ChainSummary] = []
    watch.summarise(into: &summaries)
    #expect(events.isEmpty)
    #expect(summaries.first?.seconds == 199)
  }

  @Test func `bursts, hum and motion give no median frequency`() {
    for (name, spoil) in Self.spoilers {
      var watch = ChainWatch(stream: emgStream(["a", "b"], chain: "c"))
      var events: [CrampEvent] = []
      for hop in 0..<(20 * 200) {
        var row = row(hop, 40, medianFrequency: 90)
        spoil(&row)
        for channel in 0..<2 { watch.advance(row, channel: channel, rest: 2, into: &events) }
      }
      var summaries: [ChainSummary] = []
      watch.summarise(into: &summaries)
      let isSpoiled = name != "nothing"
      #expect((summaries.first?.muscles.first?.fatigue == nil) == isSpoiled, "\(name)")
    }
  }

  static let spoilers: [(String, @Sendable (inout FeatureRow) -> Void)] = [
    ("nothing", { _ in }), ("bursts", { $0.level = $0.hop % 10 < 5 ? 40 : 8 }),
    ("hum", { $0.quality.hum = 0.5 }), ("motion", { $0.quality.motion = 0.9 }),
    ("rail", { $0.quality.railed = 0.2 }), ("no spectrum", { $0.quality.medianFrequency = 0 }),
  ]

  @Test func `without a chain of two nothing is watched`() {
    var lone = emgStream(Self.names)
    lone.channels[1].chain = "posterior"
    var pressure = emgStream(["a", "press"], chain: "posterior")
    pressure.channels[1].modality = .pressure
    for stream in [emgStream(Self.names), lone, pressure] {
      var watch = ChainWatch(stream: stream)
      var events: [CrampEvent] = []
      for hop in 0..<4_000 { watch.advance(row(hop, 40), channel: 1, rest: 2, into: &events) }
      var summaries: [ChainSummary] = []
      watch.summarise(into: &summaries)
      #expect(events.isEmpty && summaries.isEmpty)
    }
  }

  @Test func `a branch of random identities shares none with its trunk`() {
    var trunk = DetectorIdentity.random(SplitMix64(seed: 3))
    var branch = trunk.branch
    var seen: Set<EventID> = []
    for number in 0..<1_000 {
      seen.insert(
        trunk.next(sensor: "s", subject: "a", number: UInt64(number), time: .epoch)
      )
      seen.insert(
        branch.next(sensor: "s", subject: "a", number: UInt64(number), time: .epoch)
      )
    }
    #expect(seen.count == 2_000)
  }

  private struct Session {
    var events: [CrampEvent] = []
    var summaries: [ChainSummary] = []
  }

  private func run(
    _ parts: [(Int, [Double])],
    maxima: [Double?] = [],
    medianFrequency: (Int, Int) -> Double = { _, _ in 0 }
  ) -> Session {
    var watch = ChainWatch(stream: emgStream(Self.names, chain: "posterior"), maxima: maxima)
    var session = Session()
    var second = 0
    for (length, work) in parts + [(1, [0, 0, 0])] {
      for _ in 0..<length {
        for step in 0..<20 {
          for (channel, work) in work.enumerated() {
            let row = row(
              second * 20 + step,
              (work * work + 1).squareRoot(),
              medianFrequency: medianFrequency(channel, second)
            )
            watch.advance(row, channel: channel, rest: 1, into: &session.events)
          }
        }
        second += 1
      }
    }
    watch.summarise(into: &session.summaries)
    return session
  }

  private static func words(_ event: CrampEvent) -> String {
    guard case .text(let from) = event[.from], case .text(let cause) = event[.cause] else {
      return "?"
    }
    return "\(event.channel ?? "?") from \(from) by \(cause)"
  }
}
