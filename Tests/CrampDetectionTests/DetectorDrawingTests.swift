import CrampDetection
import CrampModel
import Foundation
import Testing

/// Levels drawn as one letter per second: `.` rest, `-` between the levels, `#` contraction, `+` a
/// weak one, `/` a tone that rises by a thirtieth of rest per second, `m` mains on an open lead, `w`
/// its broadband noise, `_` flat line, `x` missing, `^` an on-off burst at 2 Hz, `b` bursts with
/// pauses of 0.3 s every 1.5 s, `~` a contraction that waxes and wanes by 0.7 at 1.4 Hz.
@Suite struct DetectorDrawingTests {
  @Test(arguments: [
    // A contraction of 15 s; O at the onset, R at the release, both at their estimated times.
    ("..........###############...............", "          O              R", Profile.night),
    // Too short for the night, long enough for practice.
    ("..........######..........", "          S", .night),
    ("..........######..........", "          O     R", .practice),
    // A gap of 5 s rejoins at night.
    (
      "..........############.....############...........",
      "          O                            R", .night
    ),
    // Between the levels nothing begins.
    ("..........--------------------..........", "", .night),
    // Between the levels nothing ends.
    (
      "..........############----########...............", "          O                       R",
      .night
    ),
    // Bursts fall back to rest, and so does a movement whose pauses are short.
    ("..........^^^^^^^^^^^^^^^^^^^^..........", "", .night),
    ("..........bbbbbbbbbbbbbbbbbbbbbbbbbbbb..........", "", .night),
    // What waxes and wanes goes on.
    (
      "..........~~~~~~~~~~~~~~~~~~...............",
      "          O                 R", .night
    ),
    // 4 dB over rest: a cramp if it lasts.
    (
      "..........++++++++++++++++++++...............",
      "          O                   R", .night
    ),
    ("..........+++++++++..........", "          S", .night),
    // A cramp begins at its jump, not with the tone that rises before it.
    (
      "..........//////////////////////////////############...............",
      "                                        O           R", .night
    ),
    // Broadband noise is no contraction, and ends none.
    ("..........wwwwwwwwwwwwwwwwwwww..........", "          B                   G", .night),
    // Mains and flat line are no contraction.
    ("..........mmmmmmmmmmmmmmmmmmmm..........", "          B                   G", .night),
    ("..........____________________..........", "          B                   G", .night),
    // A lead that comes off in a cramp: unobserved, observed, still open, then released.
    (
      "..........############________######............", "          O             U       V   R",
      .night
    ),
    // Missing samples in a cramp.
    (
      "..........############xxxxxxxx######............", "          O             U     V     R",
      .night
    ),
  ])
  func `timeline`(levels: String, expected: String, profile: Profile) {
    #expect(draw(levels, profile) == expected, "\(profile.name): \(levels)")
  }

  @Test func `shutdown and detachment end what is open, the end of a recording does not`() {
    for (end, reason) in [(StreamEnd.shutdown, "shutdown"), (.detached, "sensor-detached")] {
      let last = events("..........###############", .night, end).last
      #expect(last?.type == .crampRelease)
      #expect(last?[.reason] == .text(reason))
    }
    let open = events("..........###############", .night, .endOfRecording)
    #expect(!open.contains { $0.type == .crampRelease })
  }

  @Test func `a lost signal ends a cramp only after the stated time`() {
    let levels = "..........###############" + String(repeating: "_", count: 700)
    let release = events(levels, .night).first { $0.type == .crampRelease }
    #expect(release?[.reason] == .text("signal-lost"))
    let short = "..........###############" + String(repeating: "_", count: 500)
    #expect(!events(short, .night).contains { $0.type == .crampRelease })
  }

  @Test func `suspected comes early and is dismissed when it was none`() {
    let types = events("..........######..........", .night).map(\.type)
    #expect(types == [.crampSuspected, .crampDismissed])
    let suspected = events("..........###############", .night).first
    #expect(suspected?.type == .crampSuspected)
    #expect((suspected?.detected.seconds(since: .epoch) ?? 99) < 14)
  }

  @Test func `two channels share one episode`() throws {
    var detector = CrampDetector(stream: Self.stream(channels: 2), profile: .night)
    var found: [CrampEvent] = []
    for hop in 0..<800 {
      for channel in 0..<2 {
        let isUp = hop >= 200 + 40 * channel && hop < 500
        detector.advance(Self.row(hop, isUp ? 40 : 2), channel: channel, into: &found)
      }
    }
    let onsets = found.filter { $0.type == .crampOnset }
    #expect(onsets.map(\.channel) == ["1", "2"])
    #expect(Set(onsets.map(\.episode)).count == 1)
    #expect(found.filter { $0.type == .crampRelease }.count == 2)
  }

  @Test(arguments: [
    // Both at once: an effort in sport, a cramp under two electrodes at night.
    (Profile.exercise, 200..<700, 203..<700, [Int]()), (.night, 200..<700, 203..<700, [0, 1]),
    // What stays when the other has let go is a cramp; what begins later has spread.
    (.exercise, 200..<900, 203..<500, [0]), (.exercise, 200..<700, 260..<700, [0, 1]),
  ])
  func `in sport a contraction shared with another muscle waits`(
    profile: Profile,
    one: Range<Int>,
    other: Range<Int>,
    cramping: [Int]
  ) {
    var detector = CrampDetector(stream: Self.stream(channels: 2), profile: profile)
    var found: [CrampEvent] = []
    for hop in 0..<1_200 {
      detector.advance(Self.row(hop, one.contains(hop) ? 40 : 2), channel: 0, into: &found)
      detector.advance(Self.row(hop, other.contains(hop) ? 30 : 2), channel: 1, into: &found)
    }
    let onsets = found.filter { $0.type == .crampOnset }
    #expect(Set(onsets.map(\.channel)) == Set(cramping.map { "\($0 + 1)" }))
    #expect(found.filter { $0.type == .crampRelease }.count == cramping.count)
    #expect(found.filter { $0.type == .crampDismissed }.count == 2 - cramping.count)
    if let onset = onsets.first { #expect(abs(onset.time.seconds(since: .epoch) - 10) < 0.2) }
  }

  @Test func `a slow build-up does not become the new rest`() {
    var detector = CrampDetector(stream: Self.stream(channels: 1), profile: .night)
    var found: [CrampEvent] = []
    for hop in 0..<(20 * 400) {
      let ramp = max(0, min(1, Double(hop - 20 * 100) / (20 * 180)))
      detector.advance(Self.row(hop, 2 + 38 * ramp), channel: 0, into: &found)
    }
    #expect(found.contains { $0.type == .crampOnset })
  }

  private func draw(_ levels: String, _ profile: Profile) -> String {
    var drawing = Array(repeating: Character(" "), count: levels.count + 20)
    let letters: [EventType: Character] = [
      .crampOnset: "O", .crampRelease: "R", .signalBad: "B", .signalGood: "G",
      .crampUnobserved: "U", .crampObserved: "V",
    ]
    let found = events(levels, profile)
    let isOnlySuspected = !found.contains { $0.type == .crampOnset }
    let isFault = found.contains { $0.type == .crampOnset }
    for event in found {
      let second = event.time.seconds(since: .epoch)
      switch event.type {
      case .crampSuspected where isOnlySuspected: drawing[Int(second.rounded())] = "S"
      case .signalBad, .signalGood:
        // Health is told 2 s after it changed, and within an episode its own letters tell it.
        if !isFault { drawing[Int((second - 2).rounded())] = letters[event.type] ?? "?" }
      case .crampUnobserved, .crampObserved:
        drawing[Int(second.rounded())] = letters[event.type] ?? "?"
      default:
        if let letter = letters[event.type] { drawing[Int(second.rounded())] = letter }
      }
    }
    while drawing.last == " " { drawing.removeLast() }
    return String(drawing)
  }

  private func events(
    _ levels: String,
    _ profile: Profile,
    _ end: StreamEnd = .endOfRecording
  ) -> [CrampEvent] {
    var detector = CrampDetector(stream: Self.stream(channels: 1), profile: profile)
    var events: [CrampEvent] = []
    for (second, letter) in levels.enumerated() {
      for step in 0..<20 {
        let row = Self.row(letter, hop: second * 20 + step)
        detector.advance(row, channel: 0, into: &events)
      }
    }
    detector.finish(end, into: &events)
    return events
  }

  private static func stream(channels: Int) -> StreamDescription {
    StreamDescription(
      sensor: "test",
      driver: "test",
      channels: (1...channels).map {
        ChannelDescription(name: "\($0)", unit: .microvolt, rate: Hertz(1_000))
      }
    )
  }

  private static func row(_ letter: Character, hop: Int) -> FeatureRow {
    switch letter {
    case "-": return row(hop, 2.6)
    case "+": return row(hop, 3.4)
    case "/": return row(hop, 2 + 2 * Double(hop - 200) / (20 * 30))
    case "#": return row(hop, 40)
    case "b": return row(hop, hop % 30 < 6 ? 2 : 40)
    case "~": return row(hop, 20 * (1 + 0.7 * sine(turns: 1.4 * Double(hop) / 20)))
    case "w": return row(hop, 40, isWhite: true)
    case "^":
      var row = row(hop, hop / 5 % 2 == 0 ? 40 : 2)
      // A spectrum is that of a whole second.
      row.quality = Self.row(hop, 28).quality
      return row
    case "m":
      var row = row(hop, 300)
      row.quality.hum = 1
      row.quality.clean = 0
      row.quality.rms = 300
      row.quality.kurtosis = 1.5
      return row
    case "_":
      var row = row(hop, 0)
      row.quality.repeated = 1
      return row
    case "x":
      var row = row(hop, 0)
      row.missing = 50
      row.isValid = false
      return row
    default: return row(hop, 2)
    }
  }

  private static func sine(turns: Double) -> Double {
    sin(2 * .pi * turns)
  }

  /// A row with the spectrum of muscle if it is raised, else that of an amplifier.
  private static func row(_ hop: Int, _ level: Double, isWhite: Bool = false) -> FeatureRow {
    let white = SIMD8<Float>(repeating: 1)
    let muscle = SIMD8<Float>(0.2, 0.6, 1, 0.8, 0.5, 0.3, 0.1, 0.02)
    let widths = SIMD8<Float>(16, 24, 36, 42, 40, 45, 95, 130)
    let shape = level > 2 && !isWhite ? muscle : white
    var quality = SignalQuality()
    quality.rms = level
    quality.density = shape * (Float(level * level) / (shape * widths).sum())
    return FeatureRow(hop: hop, shortRMS: level, level: level, quality: quality)
  }
}
