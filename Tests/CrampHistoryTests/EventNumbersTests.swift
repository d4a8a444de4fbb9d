import CrampHistory
import CrampModel
import Testing

@Suite struct EventNumbersTests {
  private func event(_ details: EventDetail...) -> CrampEvent {
    let time = Timestamp(microseconds: 0)
    let id = EventID(time: time, randomHigh: 1, randomLow: 1)
    return CrampEvent(id: id, type: .tone, time: time, detected: time, details: details)
  }

  @Test func `a level is read in microvolts or in the unit that is named`() {
    let physical = event(.init(.toneMicrovolts, .number(4.5)))
    let counts = event(.init(.tone, .count(12)), .init(.unit, .text("counts")))
    #expect(physical.level(.toneMicrovolts, .tone) == 4.5)
    #expect(physical.levelUnit == "µV")
    #expect(counts.level(.toneMicrovolts, .tone) == 12)
    #expect(counts.levelUnit == "counts")
    #expect(event(.init(.tone, .text("4"))).level(.toneMicrovolts, .tone) == nil)
    #expect(event().levelUnit == nil)
  }
}
