import CrampModel
import Testing

@testable import CrampDetection

/// Spans of resting tone, hop by hop.
@Suite struct ToneTellerTests {
  @Test(arguments: [
    ("2026-01-01T22:59:58.300000Z", [1.7, 3_600, 3_600]),
    ("2026-01-01T23:00:00.000000Z", [3_600, 3_600]),
    ("2026-01-01T22:59:59.990000Z", [3_600, 3_600]),
    ("1969-12-31T23:30:00.000000Z", [1_800, 3_600, 3_600]),
  ])
  func `a span ends with each full hour of the samples' time`(
    start: String,
    lengths: [Double]
  ) throws {
    var teller = Teller(start: try #require(Timestamp(rfc3339: start)))
    teller.feed(seconds: 9_005) { _ in 4 }
    #expect(teller.events.map(\.duration) == lengths)
    #expect(teller.events.allSatisfy { $0.text(.reason) == "hour" })
    for (event, next) in zip(teller.events, teller.events.dropFirst()) {
      #expect(event.detected == next.time)
    }
    for event in teller.events {
      let past = event.detected.microseconds % 3_600_000_000
      #expect(past < 50_000, "\(event.detected)")
      #expect(abs((event.number(.toneMicrovolts) ?? 4) / 4 - 1) < 0.01)
    }
  }

  @Test func `a session's cut makes a span of the last minute`() throws {
    var teller = Teller()
    teller.feed(seconds: 300) { second in second < 225 ? 3 : 5 }
    teller.cut(.session)
    teller.feed(seconds: 20) { _ in 5 }
    teller.cut(.session)
    teller.cut(.session)
    #expect(teller.events.map(\.duration) == [240, 60, 20])
    #expect(teller.events.map { $0.detected.seconds(since: .epoch) } == [240, 300, 320])
    let tones = teller.events.map { $0.number(.toneMicrovolts) ?? 0 }
    #expect(zip(tones, [3, 5, 5]).allSatisfy { abs($0 / $1 - 1) < 0.02 }, "\(tones)")
  }

  @Test func `what was not observed is no part of a tone`() throws {
    var teller = Teller()
    teller.feed(seconds: 100) { _ in 4 }
    teller.feed(seconds: 30) { _ in nil }
    teller.feed(seconds: 70) { _ in 4 }
    teller.cut(.mark)
    let event = try #require(teller.events.first)
    #expect(event.duration == 200)
    #expect(event.number(.clear) == 0.85)
    // The ten seconds before either tone counts are no stillness yet.
    #expect((145...152).contains(try #require(event.number(.still))))
  }

  @Test func `a span is over where samples are absent for a minute`() throws {
    var teller = Teller()
    teller.feed(seconds: 100) { _ in 4 }
    teller.feed(seconds: 20_000) { _ in nil }
    teller.cut(.mark)
    teller.feed(seconds: 50) { _ in 6 }
    teller.cut(.end)
    #expect(teller.events.map(\.duration) == [100, 50])
    #expect(teller.events.map { $0.time.seconds(since: .epoch) } == [0, 20_100])
    #expect(teller.events.map { $0.text(.reason) } == ["end", "end"])
    #expect(teller.events.map { $0.number(.clear) } == [1, 1])
  }

  @Test func `a span that is short or dark is not told, and too few still seconds give no tone`()
    throws
  {
    var teller = Teller()
    teller.feed(seconds: 0.9) { _ in 4 }
    teller.cut(.mark)
    teller.feed(seconds: 40) { _ in nil }
    teller.cut(.mark)
    #expect(teller.events.isEmpty)
    teller.feed(seconds: 15) { _ in 4 }
    teller.cut(.mark)
    let event = try #require(teller.events.first)
    #expect(event.number(.toneMicrovolts) == nil)
    #expect(event.number(.levelMicrovolts) != nil)
    #expect(try #require(event.number(.still)) < 10)
  }

  @Test func `marks that follow one another every few seconds keep the tone`() throws {
    var teller = Teller()
    for _ in 0..<50 {
      teller.feed(seconds: 8) { _ in 4 }
      teller.cut(.passingMark)
    }
    #expect(teller.events.allSatisfy { $0.text(.reason) == "mark" })
    #expect(teller.events.allSatisfy { ($0.number(.still) ?? 0) >= 10 })
    #expect(teller.events.allSatisfy { $0.number(.toneMicrovolts) != nil })
    let lengths = teller.events.compactMap(\.duration)
    #expect(lengths.reduce(0, +) >= 384, "\(lengths)")
    for (event, next) in zip(teller.events, teller.events.dropFirst()) {
      #expect(event.detected == next.time)
    }
  }

  @Test func `a passing mark leaves a span without tone until it has one`() throws {
    var teller = Teller()
    teller.feed(seconds: 8) { _ in 4 }
    teller.cut(.passingMark)
    #expect(teller.events.isEmpty)
    teller.cut(.mark)
    #expect(teller.events.map(\.duration) == [8])
    teller.feed(seconds: 300) { _ in 4 }
    teller.cut(.passingMark)
    #expect(teller.events.map(\.duration) == [8, 300])
  }

  @Test func `movements and contractions leave the tone as it was`() throws {
    var teller = Teller()
    teller.feed(seconds: 600) { second in second % 40 < 5 ? 60 : 4 }
    teller.feed(seconds: 600, isContracted: true) { _ in 40 }
    teller.cut(.end)
    let event = try #require(teller.events.first)
    #expect(abs(try #require(event.number(.toneMicrovolts)) / 4 - 1) < 0.02)
    #expect(try #require(event.number(.levelMicrovolts)) > 30)
    #expect((300...400).contains(try #require(event.number(.still))))
  }

  @Test func `hum is no tone`() throws {
    var teller = Teller()
    teller.feed(seconds: 100, hum: 5 / 9) { _ in 6 }
    teller.cut(.end)
    let tone = try #require(teller.events.first?.number(.toneMicrovolts))
    #expect(abs(tone / 4 - 1) < 0.02)
  }

  @Test func `the tone of a pressure is its level while it is near to rest`() throws {
    var teller = Teller(modality: .pressure, unit: .kilopascal)
    teller.feed(seconds: 300) { second in second % 60 < 20 ? 9 : 4.1 }
    teller.cut(.end)
    let event = try #require(teller.events.first)
    #expect(abs(try #require(event.number(.tone)) / 4.1 - 1) < 0.01)
    #expect(event.text(.unit) == "kPa")
    #expect((140...160).contains(try #require(event.number(.still))))
  }

  @Test func `spans that end between two blocks under other names keep theirs`() throws {
    var teller = Teller()
    teller.feed(seconds: 60) { _ in 4 }
    teller.rename("new")
    teller.feed(seconds: 60) { _ in 4 }
    teller.cut(.end)
    #expect(teller.events.map(\.channel) == ["calf", "new"])
    #expect(Set(teller.events.map(\.id)).count == 2)
  }
}

/// A channel whose rest is 4.
private struct Teller {
  private var teller: ToneTeller
  private var stream: StreamDescription
  private var hop = 0
  var events: [CrampEvent] = []

  init(
    start: Timestamp = .epoch,
    modality: Modality = .emg,
    unit: SignalUnit = .microvolt
  ) {
    stream = StreamDescription(
      sensor: "test",
      driver: "test",
      start: start,
      channels: [
        ChannelDescription(name: "calf", unit: unit, rate: Hertz(500), modality: modality)
      ]
    )
    teller = ToneTeller(stream: stream, identity: .derived)
  }

  /// Feeds the level of each second; `nil` is a second without samples.
  mutating func feed(
    seconds: Double,
    isContracted: Bool = false,
    hum: Double = 0,
    level: (Int) -> Double?
  ) {
    for index in 0..<Int((seconds * 20).rounded()) {
      let level = level(index / 20)
      var row = FeatureRow(hop: hop, shortRMS: level ?? 0, level: level ?? 0)
      row.isValid = level != nil
      row.quality.hum = hum
      let toneHop = ToneHop(
        row: row,
        rest: 4,
        on: 8,
        isContracted: isContracted,
        isJudged: level != nil
      )
      teller.advance(toneHop, channel: 0, into: &events)
      hop += 1
    }
  }

  mutating func cut(_ reason: ToneCut) { teller.cut(reason, into: &events) }

  mutating func rename(_ name: String) {
    stream.channels[0].name = name
    teller.rename(stream, into: &events)
  }
}

extension CrampEvent {
  fileprivate func number(_ key: EventKey) -> Double? {
    switch self[key] {
    case .number(let number): number
    case .count(let count): Double(count)
    case .text, .texts, .flag, nil: nil
    }
  }

  fileprivate func text(_ key: EventKey) -> String? {
    if case .text(let text) = self[key] { text } else { nil }
  }

  fileprivate var duration: Double? { number(.duration) }
}
