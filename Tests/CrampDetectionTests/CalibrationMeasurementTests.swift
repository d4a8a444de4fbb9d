import CrampDetection
import CrampModel
import Testing

@Suite struct CalibrationMeasurementTests {
  private static let channel = ChannelDescription(
    name: "calf",
    unit: .microvolt,
    rate: Hertz(1_000)
  )

  @Test func `rest is the low centile of what could be judged`() throws {
    var random = SplitMix64(seed: 7)
    let reading = try Self.rest { second in
      var row = Self.row(2 * (0.95 + 0.1 * random.uniform()))
      // Two seconds of a twitch, one of mains and one without samples do not move it.
      if (4..<6).contains(second) { row = Self.row(40) }
      if (10..<11).contains(second) { row = Self.mains }
      if (20..<21).contains(second) { row = Self.missing }
      row.quality.medianFrequency = 130
      return row
    }
    #expect(abs(reading.level - 2) < 0.05)
    #expect((0..<0.1).contains(reading.spread))
    #expect(reading.medianFrequency == 130)
  }

  @Test(arguments: [
    ("..........####....", "not at rest: the level rose to 20.0 times"),
    ("..........mmmmmmmmmmmm", "the signal cannot be judged: mains: "),
    ("xxxxxxxxxxxx..........", "the signal cannot be judged: samples-lost: "),
    ("____________..........", "the signal cannot be judged: flat: "),
    ("cccccccccccc..........", "the signal cannot be judged: saturated: "),
    ("0000000000000000000000", "the signal cannot be judged: flat: "),
  ])
  func `rest that was none says why`(levels: String, complaint: String) {
    let error = #expect(throws: CalibrationError.self) { try Self.measure(.rest, levels) }
    #expect(error?.description.hasPrefix(complaint) == true, "\(String(describing: error))")
  }

  @Test func `a coarse converter may waver by a few steps`() throws {
    var phase = CalibrationMeasurement(.rest, of: Self.channel, seconds: 10)
    var outcome: Result<CalibrationReading, CalibrationError>?
    for hop in 0..<200 {
      var row = Self.row(hop % 60 < 20 ? 5 : 1)
      row.hop = hop
      row.step = 1
      outcome = phase.advance(row) ?? outcome
    }
    #expect(throws: Never.self) { try #require(outcome).get() }
  }

  @Test(arguments: [
    ("..###", 40.0),  // the best half second, wherever it is
    ("#....", 40.0),
    ("..-#-", 40.0),
    (".##cc", 40.0),  // clipping is not measured, nor what lies just before it
    ("--###", 40.0),
  ])
  func `a maximum is the highest half second without a fault`(
    levels: String,
    level: Double
  ) throws {
    #expect(try Self.measure(.maximum, levels, knownRest: 2) == .maximum(level))
  }

  @Test(arguments: [
    (".....", "no contraction seen: the highest level was 1.0 times rest; "),
    ("ccccc", "the signal cannot be judged: saturated: the signal clips; lower the gain"),
    ("nnnnn", "the signal cannot be judged: lead-off: an electrode is loose"),
    ("c#c..", "no contraction seen"),  // too short between two faults
  ])
  func `a maximum that was none says why`(levels: String, complaint: String) {
    let error = #expect(throws: CalibrationError.self) {
      try Self.measure(.maximum, levels, knownRest: 2)
    }
    #expect(error?.description.hasPrefix(complaint) == true, "\(String(describing: error))")
  }

  @Test func `a phase looks at its own time only, and answers once`() {
    var phase = CalibrationMeasurement(
      .maximum,
      of: Self.channel,
      seconds: 5,
      knownRest: 2,
      start: 10
    )
    var ends: [Int] = []
    for hop in 0..<600 {
      var row = Self.row((200..<300).contains(hop) ? 20 : 90)
      row.hop = hop
      guard let outcome = phase.advance(row) else { continue }
      ends.append(hop)
      #expect(outcome == .success(.maximum(20)))
    }
    #expect(ends == [299])
  }

  @Test func `lengths are kept within what is possible`() {
    for (seconds, hops) in [(0.0, 100), (-1, 100), (1e300, 12_000), (7, 140)] {
      var phase = CalibrationMeasurement(.rest, of: Self.channel, seconds: seconds)
      var length = 0
      repeat {
        var row = Self.row(2)
        row.hop = length
        length += 1
        if phase.advance(row) != nil { break }
      } while length < 20_000
      #expect(length == hops, "\(seconds)")
    }
  }

  @Test func `a draft takes the best of its tries and forgets them with rest`() throws {
    var draft = CalibrationDraft()
    #expect(throws: CalibrationError.missing(phase: "rest")) { try draft.take(.maximum(50)) }
    let rest = try Self.measure(.rest, String(repeating: ".", count: 10))
    try draft.take(rest)
    #expect(throws: CalibrationError.missing(phase: "the maximum")) { try Self.finish(draft) }
    for level in [50.0, 80, 60] { try draft.take(.maximum(level)) }
    #expect(throws: CalibrationError.noContraction(ratio: 1.5)) { try draft.take(.maximum(3)) }
    #expect(draft.tries == 3)
    let calibration = try Self.finish(draft)
    #expect(calibration.rest == 2)
    #expect(calibration.maximum == 80)
    #expect(abs(calibration.contrastDecibels - 32.04) < 0.01)
    try draft.take(rest)
    #expect(draft.maximum == nil)
  }

  private static func finish(_ draft: CalibrationDraft) throws -> Calibration {
    try draft.calibration(of: "test", channel, person: nil, made: .epoch)
  }

  private static func rest(
    _ row: (Double) -> FeatureRow
  ) throws -> CalibrationReading.Rest {
    var phase = CalibrationMeasurement(.rest, of: channel)
    for hop in 0..<1_000 {
      var row = row(Double(hop) / 20)
      row.hop = hop
      guard let outcome = phase.advance(row) else { continue }
      guard case .rest(let reading) = try outcome.get() else { break }
      return reading
    }
    throw CalibrationError.interrupted
  }

  /// One letter per second.
  private static func measure(
    _ kind: CalibrationPhase,
    _ levels: String,
    knownRest: Double? = nil
  ) throws -> CalibrationReading {
    var phase = CalibrationMeasurement(
      kind,
      of: channel,
      seconds: Double(levels.count),
      knownRest: knownRest
    )
    var verdict = SignalQuality()
    var second: [SignalQuality] = []
    for (number, letter) in levels.enumerated() {
      for step in 0..<20 {
        var row = row(letter)
        row.hop = number * 20 + step
        // The verdict is that of a whole second, judged anew every half second.
        second = second.suffix(19) + [row.quality]
        if step % 10 == 9 { verdict = second.first { $0.railed > 0 } ?? row.quality }
        row.quality = verdict
        if let outcome = phase.advance(row) { return try outcome.get() }
      }
    }
    throw CalibrationError.interrupted
  }

  private static func row(_ letter: Character) -> FeatureRow {
    switch letter {
    case "#": return row(40)
    case "-": return row(10)
    case "m": return mains
    case "x": return missing
    case "0": return row(0)
    case "_":
      var row = row(0)
      row.quality.repeated = 1
      return row
    case "c":
      var row = row(200)
      row.quality.railed = 0.1
      return row
    case "n":
      var row = row(200)
      row.quality.flatness = 0.9
      row.quality.density = SIMD8<Float>(repeating: 1)
      return row
    default: return row(2)
    }
  }

  private static func row(_ level: Double) -> FeatureRow {
    var quality = SignalQuality()
    quality.flatness = 0.5
    quality.neighbourCorrelation = 0.7
    return FeatureRow(hop: 0, shortRMS: level, level: level, quality: quality)
  }

  private static var mains: FeatureRow {
    var row = row(300)
    row.quality.hum = 1
    row.quality.clean = 0
    row.quality.rms = 300
    row.quality.kurtosis = 1.5
    return row
  }

  private static var missing: FeatureRow {
    var row = row(0)
    row.missing = 50
    row.isValid = false
    return row
  }
}
