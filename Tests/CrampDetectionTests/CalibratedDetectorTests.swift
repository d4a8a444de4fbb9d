import CrampDetection
import CrampModel
import Testing

/// Levels drawn as one letter per second: `.` 2 µV, `n` 7 µV, `#` 40 µV; the maximum is 80 µV.
@Suite struct CalibratedDetectorTests {
  // The deciding window may begin up to a fifth of its length before the contraction.
  @Test(arguments: [
    ("..........###############............", true, 10, 50),
    ("###############............", true, 0, 50),  // judged from the first second on
    ("###############............", false, nil, nil),
    ("nnnnnnnnnnnnnnnnnnnnnnnnnnnn", true, nil, nil),  // noisier electrodes are no contraction
  ])
  func `a calibration tells the first seconds from rest`(
    levels: String,
    isCalibrated: Bool,
    onset: Int?,
    percent: Double?
  ) {
    let events = Self.events(levels, isCalibrated ? [Self.calibration()] : [])
    let found = events.first { $0.type == .crampOnset }
    #expect(found.map { Int($0.time.seconds(since: .epoch).rounded()) } == onset)
    #expect(found?[.mvcPercent] == percent.map(EventValue.number))
    guard onset != nil else { return }
    let release = events.first { $0.type == .crampRelease }
    #expect(release?[.peakMVCPercent] == .number(50))
    for event in [found, release] {
      #expect(event?[.calibration] == .text(Self.calibration()?.id ?? ""))
    }
  }

  @Test(arguments: [
    Self.calibration(channel: "thigh"), Self.calibration(unit: .count), nil,
  ])
  func `a calibration of something else changes nothing`(other: Calibration?) {
    let levels = "###..........###############............"
    #expect(Self.events(levels, [other]) == Self.events(levels, []))
  }

  @Test func `the last calibration that fits counts, and can be changed on the way`() {
    let stream = Self.stream
    var detector = CrampDetector(
      stream: stream,
      profile: .night,
      calibrations: [Self.calibration(maximum: 400), Self.calibration()].compactMap(\.self)
    )
    var events: [CrampEvent] = []
    for hop in 0..<1_600 {
      if hop == 800 { detector.use([Self.calibration(maximum: 400)].compactMap(\.self)) }
      let isUp = (200..<500).contains(hop) || (1_000..<1_300).contains(hop)
      detector.advance(Self.row(hop, isUp ? 40 : 2), channel: 0, into: &events)
    }
    let percents = events.filter { $0.type == .crampOnset }.map { $0[.mvcPercent] }
    #expect(percents == [.number(50), .number(10)])
  }

  private static func events(_ levels: String, _ known: [Calibration?]) -> [CrampEvent] {
    var detector = CrampDetector(
      stream: stream,
      profile: .night,
      calibrations: known.compactMap(\.self)
    )
    var events: [CrampEvent] = []
    for (second, letter) in levels.enumerated() {
      for step in 0..<20 {
        let level = letter == "#" ? 40.0 : letter == "n" ? 7 : 2
        detector.advance(row(second * 20 + step, level), channel: 0, into: &events)
      }
    }
    detector.finish(.endOfRecording, into: &events)
    return events
  }

  private static let stream = StreamDescription(
    sensor: "test",
    driver: "test",
    channels: [ChannelDescription(name: "calf", unit: .microvolt, rate: Hertz(1_000))]
  )

  private static func calibration(
    channel: String = "calf",
    unit: SignalUnit = .microvolt,
    maximum: Double = 80
  ) -> Calibration? {
    Calibration(
      sensor: "test",
      channel: channel,
      unit: unit,
      rest: 2,
      restSpread: 0,
      maximum: maximum,
      made: .epoch
    )
  }

  private static func row(_ hop: Int, _ level: Double) -> FeatureRow {
    var quality = SignalQuality()
    quality.flatness = 0.5
    quality.neighbourCorrelation = 0.7
    return FeatureRow(hop: hop, shortRMS: level, level: level, quality: quality)
  }
}
