import CrampDetection
import CrampModel
import Testing

/// Pressures drawn as seconds and a letter, such as `60. 20# 30.`; rest is 10 kPa.
///
///     .  rest, with a breath of 0.1 kPa and 4 s
///     #  a cramp of 4 kPa more that trembles by a tenth at 1.5 Hz
///     =  4 kPa more, without trembling
///     +  0.6 kPa more, without trembling
///     %  movement: swings of 3 kPa in both directions
///     >  warmth that adds 0.6 kPa over the time
///     /  a rise to 4 kPa more over the time
///     &  the same cramp on top of a posture of 4 kPa
///     o  the cuff is off; it reads nothing
///     -  one value, repeated
///     !  the upper rail
///     x  no samples
@Suite struct PressureDrawingTests {
  @Test(arguments: [
    ("a cramp", "60. 20# 40.", ["suspected 60", "onset 60", "release 80"]),
    ("a weak cramp", "90. 30+ 40.", ["suspected 90", "onset 90", "release 120"]),
    ("breath alone", "900.", []),
    ("a short squeeze", "60. 5= 60.", ["suspected 60", "dismissed 60"]),
    ("a movement", "60. 30% 60.", []),
    ("rolling onto the sensor", "60. 6% 900=", []),
    ("a movement before a cramp", "60. 6% 60# 40.", ["onset 66", "release 126"]),
    ("thrashing on a cramp", "60. 15# 10% 20# 40.", ["suspected 60", "onset 60", "release 105"]),
    ("a gap that rejoins", "60. 20# 5. 20# 40.", ["suspected 60", "onset 60", "release 105"]),
  ])
  func timeline(name: String, drawing: String, expected: [String]) {
    #expect(told(drawing) == expected, "\(name): \(drawing)")
  }

  @Test func `a strap that slips without a movement is released when it has been constant`() {
    let told = told("60. 900= 60.")
    #expect(told.prefix(2) == ["suspected 60", "onset 60"])
    let release = told.first { $0.hasPrefix("release") }.flatMap { Int($0.dropFirst(8)) } ?? 0
    #expect((300...600).contains(release - 60), "\(told)")
    #expect(told.count == 3)
  }

  @Test func `after a posture the next cramp is found at its own onset`() {
    let told = told("60. 6% 300= 20& 40=")
    #expect(told == ["suspected 366", "onset 366", "release 386"])
  }

  @Test(arguments: [
    ("60. 30# 20x 20# 40.", "samples-lost"), ("90. 30# 40- 20# 40.", "flat"),
    ("60. 30# 20! 20# 40.", "saturated"), ("60. 30# 20o 20# 40.", "lead-off"),
  ])
  func `a fault in a cramp is no release`(drawing: String, reason: String) throws {
    let events = events(drawing)
    let kinds = events.map(\.type).filter {
      [.crampOnset, .crampUnobserved, .crampObserved, .crampRelease].contains($0)
    }
    #expect(kinds == [.crampOnset, .crampUnobserved, .crampObserved, .crampRelease], "\(drawing)")
    #expect(events.first { $0.type == .crampUnobserved }?[.reason] == .text(reason))
    let onset = try #require(events.first { $0.type == .crampOnset })
    let release = try #require(events.first { $0.type == .crampRelease })
    #expect(release.time.seconds(since: onset.time) > 65)
  }

  @Test(arguments: [
    ("90. 60o 60.", "lead-off"), ("90. 60- 60.", "flat"), ("90. 60! 60.", "saturated"),
  ])
  func `a fault at rest is told and is no cramp`(drawing: String, reason: String) {
    let events = events(drawing)
    #expect(events.map(\.type) == [.signalBad, .signalGood], "\(drawing)")
    #expect(events.first?[.reason] == .text(reason))
  }

  @Test func `a cuff that is off for long gives its cramp up as lost`() {
    let last = events("60. 30# 700o").last { $0.type == .crampRelease }
    #expect(last?[.reason] == .text("signal-lost"))
  }

  @Test func `warmth that creeps in is no cramp`() {
    #expect(told("900>") == [])
  }

  @Test func `a slow rise of three minutes does not become rest`() {
    let told = told("120. 180/ 60# 40.")
    #expect(told.contains { $0.hasPrefix("onset") })
  }

  @Test func `practice takes every hold of four seconds`() {
    #expect(told("60. 6= 20.", .practice) == ["suspected 60", "onset 60", "release 66"])
  }

  @Test(arguments: [0.01, 1, 400])
  func `the answer does not depend on the unit's size`(scale: Double) {
    let told = told("60. 20# 60. 6% 300. 20# 40.", scale: scale)
    #expect(told.filter { $0.hasPrefix("onset") }.count == 2)
  }

  @Test(arguments: [Double.nan, .infinity, -1e300, 1e300])
  func `nothing breaks on levels that cannot be`(level: Double) {
    var detector = CrampDetector(stream: Self.stream(), profile: .night)
    var events: [CrampEvent] = []
    for hop in 0..<4_000 {
      let value = hop % 700 < 300 ? level : 10
      detector.advance(
        FeatureRow(hop: hop, shortRMS: value, level: value),
        channel: 0,
        into: &events
      )
    }
    #expect(events.count < 400)
  }

  @Test func `an event says its unit and no ratio to a rest that means nothing`() throws {
    let onset = try #require(events("60. 20# 40.").first { $0.type == .crampOnset })
    #expect(onset.modality == .pressure)
    #expect(onset[.unit] == .text("kPa"))
    #expect(onset[.restRatio] == nil)
    guard case .number(let level) = onset[.rms] else {
      Issue.record("no level")
      return
    }
    #expect((13.5...14.5).contains(level))
  }

  private func told(_ drawing: String, _ profile: Profile = .night, scale: Double = 1) -> [String] {
    events(drawing, profile, scale: scale).compactMap { event in
      let second = Int(event.time.seconds(since: .epoch).rounded())
      return switch event.type {
      case .crampSuspected: "suspected \(second)"
      case .crampOnset: "onset \(second)"
      case .crampDismissed: "dismissed \(second)"
      case .crampRelease: "release \(second)"
      default: nil
      }
    }
  }

  private func events(
    _ drawing: String,
    _ profile: Profile = .night,
    scale: Double = 1
  ) -> [CrampEvent] {
    var detector = CrampDetector(stream: Self.stream(scale: scale), profile: profile)
    var events: [CrampEvent] = []
    var hop = 0
    for word in drawing.split(separator: " ") {
      let hops = (Int(word.dropLast()) ?? 0) * FeatureRow.hopsPerSecond
      for step in 0..<hops {
        let part = Double(step) / Double(hops)
        let row = Self.row(word.last ?? ".", hop: hop, part: part, scale: scale)
        detector.advance(row, channel: 0, into: &events)
        hop += 1
      }
    }
    detector.finish(.endOfRecording, into: &events)
    return events
  }

  private static func row(_ letter: Character, hop: Int, part: Double, scale: Double) -> FeatureRow
  {
    let time = Double(hop) * FeatureRow.hopSeconds
    let breath = 0.1 * triangle(time / 4)
    var level =
      switch letter {
      case "#": 14 + breath + 0.4 * triangle(1.5 * time)
      case "&": 18 + breath + 0.4 * triangle(1.5 * time)
      case "=": 14 + breath
      case "+": 10.6 + breath
      case "%": 10 + breath + 3 * triangle(0.9 * time) * triangle(0.37 * time)
      case ">": 10 + breath + 0.6 * part
      case "/": 10 + breath + 4 * part * part
      case "o": 0.001 * triangle(3 * time)
      case "-": 12.0
      case "!": 40.0
      default: 10 + breath
      }
    level *= scale
    var row = FeatureRow(hop: hop, shortRMS: level, level: level, step: 0.001 * scale)
    if letter == "-" { row.quality.repeated = 1 }
    if letter == "x" {
      row.missing = 5
      row.isValid = false
    }
    return row
  }

  /// From -1 to 1 and back in each turn.
  private static func triangle(_ turns: Double) -> Double {
    let part = turns - turns.rounded(.down)
    return part < 0.5 ? 4 * part - 1 : 3 - 4 * part
  }

  private static func stream(scale: Double = 1) -> StreamDescription {
    let channel = ChannelDescription(
      name: "cuff",
      unit: .kilopascal,
      rate: Hertz(100),
      modality: .pressure,
      railHigh: Float(40 * scale)
    )
    return StreamDescription(sensor: "test", driver: "test", channels: [channel])
  }
}
