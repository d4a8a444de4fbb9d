import CrampModel
import SensorProtocols
import Testing

struct SampleClockTests {
  /// Arrivals of a sensor whose crystal is off, in clumps, each late by a random time.
  private func clock(actual: Double, seconds: Int, seed: UInt64) -> SampleClock {
    var random = SplitMix64(seed: seed)
    var clock = SampleClock(nominal: Hertz(250))
    for clump in 1...(seconds * 250 / 10) {
      let frame = clump * 10
      let late = Double(random.next() % 1_000) / 1_000 * 0.03
      clock.note(frame: frame, at: .seconds(3 + Double(frame) / actual + late))
    }
    return clock
  }

  @Test(arguments: [248.75, 250, 251.25])
  func `The fitted rate is that of the crystal`(actual: Double) {
    let rate = clock(actual: actual, seconds: 300, seed: 1).rate.value
    #expect(abs(rate / actual - 1) < 1e-4)
  }

  @Test func `A frame's time is known to a few milliseconds`() throws {
    let clock = clock(actual: 251.25, seconds: 300, seed: 2)
    let time = try #require(clock.time(of: 74_000))
    #expect(abs(time / .seconds(1) - (3 + 74_000 / 251.25)) < 0.005)
  }

  @Test func `At the beginning the nominal rate holds`() {
    #expect(clock(actual: 251.25, seconds: 10, seed: 3).rate == Hertz(250))
    #expect(SampleClock(nominal: Hertz(250)).time(of: 1) == nil)
  }
}
