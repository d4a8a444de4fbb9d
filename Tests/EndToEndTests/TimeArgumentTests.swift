import CrampModel
import Testing

@testable import crampctl

struct TimeArgumentTests {
  /// A moment in a day without a change of the clocks anywhere: 2026-11-21, 12:00 UTC.
  private let now = Timestamp(microseconds: 1_795_262_400_000_000)

  @Test(arguments: ["00:00", "2:50", "09:05", "14:30", "23:59"])
  func `A time of day is the last moment at which the clock showed it`(text: String) throws {
    let time = try #require(TimeArgument(argument: text)).timestamp(now: now)
    let seconds = Double(now.microseconds - time.microseconds) / 1e6
    #expect((0..<86_400).contains(seconds))
    let shown = text.count == 4 ? "0\(text):00" : "\(text):00"
    #expect(LocalTime.time(time) == shown)
  }

  @Test(arguments: ["24:00", "12:60", "12:5", "12", "-1:00", "12:00:00", "noon"])
  func `What is no time is refused`(text: String) {
    #expect(TimeArgument(argument: text) == nil)
  }

  @Test(arguments: [("90m", 5_400.0), ("3d", 259_200), ("30s ago", 30)])
  func `How long ago is counted from now`(text: String, seconds: Double) throws {
    let time = try #require(TimeArgument(argument: text)).timestamp(now: now)
    #expect(time == now.advanced(bySeconds: -seconds))
  }
}
