import CrampModel
import Testing

@testable import CrampDetection

@Suite struct EvidenceTests {
  @Test(arguments: [
    // What decides, in the order in which it is asked for.
    (1.0, 12.0, 0.5, 0.5, 0.9, "ended"),  // nothing was lacking but the end came
    (0.5, 2.0, 0.1, 0.1, 0.1, "veto"),
    (1.0, 9.25, 0.1, 0.1, 0.1, "ended"),
    (1.0, 9.35, 0.1, 0.1, 0.1, "movement"),
    (1.0, 9.35, 0.5, 0.1, 0.1, "uneven"),
    (1.0, 9.35, 0.5, 0.5, 0.1, "weak"),
  ])
  func `a dismissal names what was lacking`(
    clear: Double,
    seconds: Double,
    valley: Double,
    evenness: Double,
    aboveOn: Double,
    reason: String
  ) {
    var window = ContractionWindow()
    window.clear = clear
    window.valley = valley
    window.evenness = evenness
    window.aboveOn = aboveOn
    window.aboveOff = 0.95
    window.mean = 40
    let levels = Thresholds(rest: 2, spread: 0, step: 0, isMicrovolts: true, profile: .night)
    let found = DismissalReason(window, levels, lasted: seconds, .night)
    #expect(found.rawValue == reason)
  }

  @Test(arguments: [
    (10.0, 10.0, 0.6, 1.0, 0.5), (40, 10, 0.6, 1, 0.9), (40, 10, 0, 1, 0.63),
    (40, 10, 0.6, 0.5, 0.45), (1e9, 10, 1, 1, 0.99), (5, 0, 0.6, 1, 0.99), (0, 0, 0, 0, 0),
  ])
  func `confidence is half at the on level and no more than 0,99`(
    mean: Double,
    on: Double,
    valley: Double,
    clear: Double,
    expected: Double
  ) {
    let confidence = Confidence(mean: mean, on: on, valley: valley, clear: clear)
    #expect(abs(confidence.value - expected) < 1e-9)
  }

  @Test(arguments: [0, 3, 19])
  func `a course sums what was judged between two hops`(first: Int) {
    var course = LevelCourse()
    for hop in 0..<400 {
      let level = hop >= 100 && hop < 300 ? 40.0 : 2.0
      course.advance(row(hop, level), isJudged: hop >= first && !(200..<220).contains(hop))
    }
    let total = course.total(from: 100, to: 300)
    #expect(total == LevelCourse.Total(levels: 180 * 40, hops: 180))
    #expect(total.mean == 40)
    #expect(abs((total.area(overRest: 2) ?? 0) - 9 * 19) < 1e-9)
    #expect(total.area(overRest: 0) == nil)
    // From the first judged hop, and to the newest.
    #expect(course.total(from: 0, to: 400).hops == 380 - first)
    #expect(course.total(from: 0, to: 9_999).hops == 380 - first)
    #expect(course.total(from: 300, to: 100) == LevelCourse.Total())
  }

  @Test func `a course keeps five minutes, and what began with the stream`() {
    var course = LevelCourse()
    for hop in 0..<24_000 {
      course.advance(row(hop, 1), isJudged: true)
    }
    #expect(course.total(from: 18_000, to: 24_000).hops == 6_000)
    #expect(course.total(from: 12_000, to: 24_000).hops == 6_000)
    #expect(course.total(from: 0, to: 24_000).hops == 24_000)
    #expect(LevelCourse().total(from: 0, to: 100).mean == nil)
  }

  private func row(_ hop: Int, _ level: Double) -> FeatureRow {
    FeatureRow(hop: hop, shortRMS: level, level: level)
  }
}
