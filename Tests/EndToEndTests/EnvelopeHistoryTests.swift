import Testing

@testable import crampctl

/// The envelope that `crampctl monitor` remembers.
struct EnvelopeHistoryTests {
  /// The newest columns of a scale; `.` rest, `#` contraction, `C` cramp, a blank for nothing.
  private static func draw(_ history: EnvelopeHistory, scale: Int, through last: Int) -> String {
    String(
      (last - 15...last).map { number -> Character in
        switch history.column(number, scale: scale).mark {
        case .absent: " "
        case .rest: "."
        case .unjudged: "?"
        case .contraction: "#"
        case .cramp: "C"
        }
      }
    )
  }

  @Test(arguments: [
    (2, 31, ".............C.."),  // one reading a column
    (3, 15, "       .......C."),  // the gravest of two
    (0, 127, ".CCCC........   "),  // finer than the readings: each holds until the next
  ])
  func `A burst is seen at every scale`(scale: Int, last: Int, drawing: String) {
    var history = EnvelopeHistory()
    for half in 0..<32 where half >= 14 {
      history.note(5, half == 29 ? .cramp : .rest, at: 0.5 * Double(half), hold: 1)
    }
    #expect(Self.draw(history, scale: scale, through: last) == drawing)
  }

  @Test func `Where nothing was said nothing is shown`() {
    var history = EnvelopeHistory()
    for second in [100.0, 100.5, 101, 105, 105.5] {
      history.note(5, .rest, at: second, hold: 1)
    }
    #expect(Self.draw(history, scale: 2, through: 211) == "    ...       ..")
  }

  @Test func `Only the newest columns are kept`() {
    var history = EnvelopeHistory()
    for number in 0..<2_000 { history.note(Double(number), .rest, at: Double(number), hold: 1) }
    #expect(history.column(1_999, scale: 3).level == 1_999)
    #expect(history.column(1_999 - EnvelopeHistory.capacity, scale: 3) == .absent)
    #expect(history.column(2_000, scale: 3) == .absent)
    #expect(history.column(0, scale: EnvelopeHistory.scales - 1).level == 127)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 0, 1e300])
  func `Impossible levels and times do no harm`(number: Double) {
    var history = EnvelopeHistory()
    history.note(number, .rest, at: 5, hold: 1)
    history.note(1, .rest, at: number, hold: 1)
    history.note(1, .rest, at: 6, hold: number.isFinite ? 1 : 2)
    let axis = LevelAxis(rest: number, on: number, levels: 0...1)
    #expect((0...1).contains(axis.position(5)))
  }

  @Test(arguments: [
    (4.0, 8.0, 10.0, 2.0, 50.0),
    (4.0, 8.0, 85.0, 2.0, 100.0),
    (1.0, 1.8, 900.0, 0.5, 1_000.0),
    (0.02, 0.04, 0.1, 0.01, 0.2),
  ])
  func `An axis has rest above its foot, and everything below its top`(
    rest: Double,
    on: Double,
    most: Double,
    low: Double,
    high: Double
  ) {
    let axis = LevelAxis(rest: rest, on: on, levels: rest...most)
    #expect(abs(axis.low - low) < 1e-9 && abs(axis.high - high) < 1e-9, "\(axis)")
    #expect(axis.position(low) == 0 && axis.position(high) == 1)
    #expect(axis.position(0) == 0 && axis.position(2 * high) == 1)
  }

  @Test func `Tone is the median of the last minute at rest`() {
    var quiet = QuietLevels()
    for second in 0..<9 { quiet.note(4, at: Double(second)) }
    #expect(quiet.tone == nil, "nine seconds say nothing")
    quiet.note(4, at: 9)
    #expect(quiet.tone == 4)
    for second in 10..<100 { quiet.note(6, at: Double(second)) }
    #expect(quiet.tone == 6)
  }
}
