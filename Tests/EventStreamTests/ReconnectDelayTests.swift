import EventStream
import Testing

struct ReconnectDelayTests {
  @Test(arguments: 0..<50 as Range<UInt64>)
  func `each delay is at most three times the one before, and within its limits`(seed: UInt64) {
    var delay = ReconnectDelay(seed: seed)
    var last = delay.next()
    #expect(last == .milliseconds(50))
    var most = last
    for _ in 0..<100 {
      let next = delay.next()
      #expect(next >= .milliseconds(50))
      #expect(next <= min(last * 3, .seconds(10)))
      last = next
      most = max(most, next)
    }
    #expect(most > .seconds(5), "the delays grow")
    delay.reset()
    #expect(delay.next() == .milliseconds(50))
  }

  @Test func `the same seed gives the same delays, and another gives others`() {
    let delays = ([7, 7, 8] as [UInt64]).map { seed in
      var delay = ReconnectDelay(seed: seed)
      return (0..<10).map { _ in delay.next() }
    }
    #expect(delays[0] == delays[1])
    #expect(delays[0] != delays[2])
  }
}
