import CrampModel
import Testing

@testable import CrampHistory

@Suite struct SessionClockTests {
  private static func time(_ seconds: Double) -> Timestamp { PlayedSession.time(seconds) }

  private static let event = CrampEvent(
    id: PlayedSession.id(1),
    type: .crampOnset,
    time: PlayedSession.start,
    detected: PlayedSession.start,
    sensor: "sensor"
  )

  @Test func `the first reading is kept, and the size is bounded`() {
    var clock = SessionClock()
    for number in 0..<100_000 {
      let wall = Double(number) * 0.25
      clock.note(Self.time(-500 + 4 * wall), of: "sensor", at: Self.time(wall))
    }
    #expect(clock.size <= 20_000)
    for wall in [0, 5_000, 12_345, 24_999] {
      let moment = clock.moment(Self.time(Double(wall)), for: Self.event)
      let seconds = moment?.seconds(since: Self.time(-500 + 4 * Double(wall))) ?? .nan
      #expect(abs(seconds) < 5, "\(wall)")
    }
    #expect(clock.moment(Self.time(0), for: Self.event) == Self.time(-500))
  }

  @Test func `readings a moment apart are one`() {
    var clock = SessionClock()
    for number in 0..<1_000 {
      clock.note(Self.time(9), of: "sensor", at: Self.time(Double(number) * 0.001))
    }
    #expect((9...11).contains(clock.size))
    clock.clear()
    #expect(clock.size == 0)
    #expect(clock.moment(Self.time(1), for: Self.event) == Self.time(1))
  }
}
