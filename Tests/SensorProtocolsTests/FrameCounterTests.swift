import CrampModel
import SensorProtocols
import Testing

struct FrameCounterTests {
  @Test(arguments: [
    ([0, 1, 2], 4, 0),
    ([255, 0, 1], 4, 0),
    ([5, 9], 16, 3),
    ([250, 3], 36, 8),
    ([7, 8], 1028, 256),  // one lap that only the clock shows
    ([7, 6], 2044, 510),
    ([7, 8], 60, 0),  // late, but not by half a lap
  ])
  func `What is missing follows from counter and clock`(
    counts: [Int],
    milliseconds: Int,
    lost: Int
  ) {
    var counter = FrameCounter(modulus: 256, rate: Hertz(250))
    var time = Duration.zero
    var total = 0
    for count in counts {
      total += counter.lost(before: count, at: time)
      time += .milliseconds(milliseconds)
    }
    #expect(total == lost)
  }

  @Test func `A short delay is no lap, even of a counter that wraps within it`() {
    var counter = FrameCounter(modulus: 16, rate: Hertz(1_000))
    #expect(counter.lost(before: 7, at: .zero) == 0)
    #expect(counter.lost(before: 8, at: .milliseconds(240)) == 0)
    #expect(counter.lost(before: 9, at: .milliseconds(241 + 320)) == 320)
  }

  @Test func `After a reset the next frame is the first`() {
    var counter = FrameCounter(modulus: 256, rate: Hertz(250))
    #expect(counter.lost(before: 10, at: .zero) == 0)
    counter.reset()
    #expect(counter.lost(before: 99, at: .seconds(1)) == 0)
  }
}
