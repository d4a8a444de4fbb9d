import CrampModel
import Testing

@testable import SensorSources

struct ClockComparisonTests {
  /// One letter a second, and what was told of it.
  ///
  ///     -  time goes by                    >  the clock is set an hour ahead
  ///     <  the clock is set a day back     y  it is set 56 years ahead
  ///     s  a suspension of an hour         b  one, and the clock is set an hour ahead
  ///     +  slewed by 500 ppm               T  the process stood still for an hour
  @Test(arguments: [
    ("-----------", "           "),
    ("--->-------", "   >       "),
    ("--><--<-y--", "  ><  < y  "),
    ("---s---s---", "   s   s   "),
    ("---b---b>--", "   b   b>  "),
    ("--+++++++--", "           "),
    ("---T---T>--", "       T>  ".replacing("T", with: " ")),
  ])
  func `each change is told once and for what it is`(clocks: String, told: String) {
    #expect(draw(clocks) == told)
  }

  private static let hour = Duration.seconds(3_600)
  private static let year = Duration.seconds(365 * 86_400)

  private func draw(_ clocks: String) -> String {
    // A namespace may give the clocks any origin.
    var reading = ClockReading(wall: .seconds(1_795_000_000), boot: .seconds(7), awake: .zero)
    var comparison = ClockComparison(reading)
    return String(
      clocks.map { letter -> Character in
        let (step, asleep, still) = Self.change(letter)
        let passed = Duration.seconds(1) + still
        reading.awake += passed
        reading.boot += passed + asleep
        reading.wall += passed + asleep + step
        guard let change = comparison.advance(to: reading) else { return " " }
        let expected = ClockChange(
          step: step == .zero ? nil : step,
          suspension: asleep == .zero ? nil : asleep
        )
        return change == expected ? letter : "?"
      }
    )
  }

  private static func change(_ letter: Character) -> (Duration, Duration, Duration) {
    switch letter {
    case ">": (hour, .zero, .zero)
    case "<": (hour * -24, .zero, .zero)
    case "y": (year * 56, .zero, .zero)
    case "s": (.zero, hour, .zero)
    case "b": (hour, hour, .zero)
    case "+": (.microseconds(500), .zero, .zero)
    case "T": (.zero, .zero, hour)
    default: (.zero, .zero, .zero)
    }
  }

  @Test(arguments: [(499, false), (501, true), (-499, false), (-501, true)])
  func `half a second is the least that counts`(milliseconds: Int, isTold: Bool) {
    var reading = ClockReading(wall: .zero, boot: .zero, awake: .zero)
    var comparison = ClockComparison(reading)
    reading.wall += .milliseconds(milliseconds)
    #expect((comparison.advance(to: reading) != nil) == isTold)
  }

  @Test(arguments: UInt64(1)...10)
  func `any steps and suspensions add up to what the clocks show`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var reading = ClockReading(wall: .zero, boot: .zero, awake: .zero)
    var comparison = ClockComparison(reading)
    var steps = Duration.zero
    var suspensions = Duration.zero
    for _ in 0..<500 {
      let passed = Duration.milliseconds(Int(random.uniform() * 3_000))
      let step = random.uniform() < 0.2 ? Int(random.uniform() * 1e9) - 500_000_000 : 0
      let asleep = random.uniform() < 0.2 ? 1 + Int(random.uniform() * 1e5) : 0
      reading.awake += passed
      reading.boot += passed + .seconds(asleep)
      reading.wall += passed + .seconds(asleep) + .seconds(step)
      let change = comparison.advance(to: reading)
      steps += change?.step ?? .zero
      suspensions += change?.suspension ?? .zero
    }
    #expect(steps == reading.wall - reading.boot)
    #expect(suspensions == reading.boot - reading.awake)
  }

  @Test func `the system's clocks go on and none is set by reading them`() {
    var comparison = ClockComparison(.now)
    #expect((0..<1_000).allSatisfy { _ in comparison.advance(to: .now) == nil })
  }
}
