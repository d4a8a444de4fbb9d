import CrampModel
import Testing

@testable import CrampHistory

@Suite struct ToneWatchTests {
  private var watch = ToneWatch(dayOffset: 0)
  private let events = ToneEvents()

  /// Nights of four hours about a tone of 4.
  private mutating func nights(_ nights: Range<Int>) {
    for night in nights {
      for hour in 0..<4 {
        let tone = 3.6 + 0.2 * Double((night + hour) % 5)
        watch.learn(events.hour(hour, ofNight: night, tone: tone))
      }
    }
  }

  private mutating func tell(_ night: Int, _ tones: [Double]) -> [String] {
    tones.enumerated().map { hour, tone in
      let span = ToneSpan(events.hour(hour, ofNight: night, tone: tone))
      guard let finding = span.flatMap({ watch.advance($0) }) else { return "." }
      return finding.isRaised ? "R" : "u"
    }
  }

  private mutating func finding(_ event: CrampEvent) throws -> ToneFinding {
    let span = try #require(ToneSpan(event))
    let finding = watch.advance(span)
    return try #require(finding)
  }

  @Test(arguments: [
    ([4, 4, 4, 4], "...."),
    ([6.2, 4, 6.2, 4], "...."),  // never twice in a row
    ([6.2, 6.2, 6.2, 6.2], ".R.."),
    ([6.2, 6.2, 5.4, 4.9], ".R.u"),  // 5.4 is above 1.25 times the usual
    ([5.9, 5.9, 5.9, 5.9], "...."),  // below 1.5 times
    ([6.2, 6.2, 4, 6.2, 6.2], ".Ru.R"),
  ])
  mutating func `it is raised by two hours in a row, until it is usual again`(
    tones: [Double],
    expected: String
  ) {
    nights(0..<6)
    #expect(tell(6, tones).joined() == expected)
  }

  @Test mutating func `without five earlier days there is no usual`() {
    nights(0..<4)
    #expect(tell(4, [4, 4, 4]).joined() == "...")
    nights(5..<6)
    #expect(tell(6, [9, 9, 9]).joined() == ".R.")
  }

  @Test(arguments: [-20_000, 400]) mutating func `one wrong date leaves the usual as it was`(
    wrong: Int
  ) {
    nights(100..<106)
    _ = tell(wrong, [4])
    #expect(tell(106, [6.2, 6.2]).joined() == ".R")
    #expect(watch.size.hours == 6 * 4 + 3)
  }

  @Test mutating func `what is often as high is usual`() {
    nights(0..<20)
    for night in 0..<20 { watch.learn(events.hour(5, ofNight: night, tone: 7)) }
    #expect(tell(20, [6.5, 6.5]).joined() == "..")
    #expect(tell(21, [7.5, 7.5]).joined() == ".R")
  }

  @Test mutating func `what is four weeks old is forgotten`() {
    nights(0..<10)
    #expect(tell(38, [9, 9]).joined() == "..")
  }

  @Test mutating func `short spans, pressures and spans without tone are not compared`() throws {
    nights(0..<6)
    let short = events.hour(ofNight: 6, tone: 9, still: 299)
    let pressure = ToneEvents(modality: .pressure).hour(ofNight: 6, tone: 9)
    let nothing = events.hour(ofNight: 6, tone: nil)
    for event in [short, pressure, nothing, short, pressure, nothing] {
      let span = try #require(ToneSpan(event))
      let finding = watch.advance(span)
      #expect(finding == nil)
    }
  }

  @Test mutating func `a new start goes on from what was told`() {
    nights(0..<6)
    for hour in 0..<2 { watch.learn(events.hour(hour, ofNight: 6, tone: 9)) }
    #expect(tell(7, [9, 9, 4]).joined() == "...")
    let time = ToneEvents.elevenAtNight
    watch.learn(events.event(.toneRaised, at: time, []))
    #expect(tell(8, [4]).joined() == "u")
  }

  @Test mutating func `the words are calm, and say what else it may be`() throws {
    nights(0..<6)
    _ = tell(6, [6.4])
    let raised = try finding(events.hour(1, ofNight: 6, tone: 6.4))
    #expect(
      raised.message
        == "calf rests at 1.6 times its usual tone (6.4 µV, usually 4.0 µV), "
        + "or the electrode sits elsewhere"
    )
    let usual = try finding(events.hour(2, ofNight: 6, tone: 4.2))
    #expect(usual.message == "calf rests as usual again (4.2 µV, usually 4.0 µV)")
    _ = tell(20, [7])
    let after = try finding(events.hour(1, ofNight: 20, tone: 7))
    #expect(after.message.hasSuffix("elsewhere; it was not measured for 14 days"), "\(after)")
  }

  @Test mutating func `many channels and hours cost no more memory`() {
    for channel in 0..<100 {
      let events = ToneEvents(channel: "channel \(channel)")
      for night in 0..<6 {
        for hour in 0..<300 {
          let event = events.hour(hour / 60, ofNight: night, tone: 4, duration: 400)
          watch.learn(event)
        }
        guard channel < 3 else { break }
      }
    }
    #expect(watch.size.channels == 64)
    #expect(watch.size.hours <= 64 * 1_000)
  }
}

@Suite struct ReserveTests {
  private let events = ToneEvents()

  private func label(_ number: UInt64, _ verdict: String) -> CrampEvent {
    events.event(
      .episodeLabelled,
      at: ToneEvents.elevenAtNight,
      episode: EventID(high: 1, low: number),
      [EventDetail(.verdict, .text(verdict))]
    )
  }

  private func find(_ events: [CrampEvent], tone: Double? = 4) -> Reserve.Finding {
    Reserve.find(channel: "calf", sensor: "synthetic:night", events: events, tone: tone)
  }

  @Test func `it is the level of cramps over the tone, without false alarms`() {
    let cramps = [1: 20.0, 2: 30, 3: 40, 4: 900].map { events.cramp($0, level: $1) }
    let reserve = Reserve(onsetLevel: 30, tone: 4, cramps: 3)
    #expect(find(cramps + [label(4, "false-alarm")]) == .known(reserve))
    #expect(reserve.ratio == 7.5)
    #expect(
      find(cramps + [label(4, "false-alarm"), label(4, "confirmed")])
        == .known(Reserve(onsetLevel: 35, tone: 4, cramps: 4))
    )
  }

  @Test func `with too little it is not known, and it is said why`() {
    let cramps = (1...3).map { events.cramp(UInt64($0), level: 20) }
    #expect(find([]) == .fewCramps(0))
    #expect(find(cramps + [label(2, "false-alarm")]) == .fewCramps(2))
    #expect(find(cramps, tone: nil) == .noTone)
    let pressure = (1...3).map { ToneEvents(modality: .pressure).cramp($0, level: 3) }
    #expect(find(pressure) == .noZero)
    let elsewhere = (1...3).map { ToneEvents(channel: "thigh").cramp($0, level: 3) }
    #expect(find(elsewhere) == .fewCramps(0))
  }
}
