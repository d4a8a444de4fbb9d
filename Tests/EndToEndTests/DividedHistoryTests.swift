import CrampModel
import Testing

@testable import crampctl

@Suite struct DividedHistoryTests {
  private static func event(_ seq: Int64, at seconds: Double) -> CrampEvent {
    let time = Timestamp.epoch.advanced(bySeconds: seconds)
    let id = EventID(time: time, randomHigh: 0, randomLow: UInt64(seq))
    return CrampEvent(seq: seq, id: id, type: .marker, time: time, detected: time)
  }

  /// The newest ten of a time, as a daemon answers.
  private static func ask(
    _ events: [CrampEvent],
    _ since: Timestamp?,
    _ until: Timestamp?
  ) -> DividedHistory.Answer {
    let found = events.filter { event in
      (since.map { event.time >= $0 } ?? true) && (until.map { event.time < $0 } ?? true)
    }
    let newest = Array(found.suffix(10))
    return (newest, newest.count)
  }

  @Test(arguments: [0, 9, 10, 11, 137, 1_000])
  func `no event is lost, and none comes twice`(count: Int) async throws {
    var random = SplitMix64(seed: UInt64(count))
    // Their order in time is not that in which they were told.
    let events = (0..<count).map { number in
      Self.event(Int64(number) + 1, at: Double(number) + Double(random.next() % 40))
    }
    let answer = try await DividedHistory(limit: 10, most: 1_000)
      .events(from: nil) { Self.ask(events, $0, $1) }
    #expect(answer.events.map(\.seq) == events.map(\.seq))
    #expect(!answer.isCut)
  }

  @Test func `what is left out is old, and said so`() async throws {
    let events = (0..<1_000).map { Self.event(Int64($0) + 1, at: Double($0)) }
    let answer = try await DividedHistory(limit: 10, most: 20)
      .events(from: nil) { Self.ask(events, $0, $1) }
    #expect(answer.isCut)
    #expect(answer.events.count > 20)
    #expect(answer.events.map(\.seq) == events.suffix(answer.events.count).map(\.seq))
  }

  @Test func `events of one moment cannot be divided, which is said`() async throws {
    let events = (0..<50).map { Self.event(Int64($0) + 1, at: 7) }
    let answer = try await DividedHistory(limit: 10, most: 100)
      .events(from: nil) { Self.ask(events, $0, $1) }
    #expect(answer.isCut)
    #expect(answer.events.count == 10)
  }
}
