import CrampModel
import Testing

@testable import CrampHistory

@Suite struct SessionComparisonTests {
  private static func session(
    _ number: UInt64,
    cramps: Int = 0,
    tones: [(sensor: String, tone: Double)] = [],
    letGo: Double = 10
  ) -> SessionSummary {
    let since = PlayedSession.time(Double(number) * 10_000)
    let session = Session(
      id: PlayedSession.id(number),
      name: "calf",
      kind: .practice,
      since: since
    )
    var summary = SessionSummary(
      of: session,
      events: [],
      end: since.advanced(bySeconds: 600),
      reason: .person
    )
    summary.channels = tones.map { place(sensor: $0.sensor, tone: $0.tone) }
    summary.cramps = (0..<UInt64(cramps)).map { cramp in
      SessionSummary.Cramp(
        place: .init(sensor: "a", channel: "calf", modality: .emg),
        episode: PlayedSession.id(1_000 * number + cramp),
        onset: since,
        letGo: letGo
      )
    }
    return summary
  }

  private static func place(sensor: String, tone: Double) -> SessionSummary.Channel {
    SessionSummary.Channel(
      place: .init(sensor: sensor, channel: "calf", modality: .emg),
      count: 0,
      toneAfter: SessionLevel(tone, "µV"),
      repetitions: 0
    )
  }

  private static func changes(
    _ before: SessionSummary,
    _ now: SessionSummary
  ) -> [SessionComparison.Measure: SessionComparison.Change] {
    let rows = SessionComparison(of: now, with: [before, now]).rows
    return Dictionary(rows.map { ($0.measure, $0.change) }) { first, _ in first }
  }

  @Test func `channels of the same name on two sensors are compared each with its own`() {
    let before = Self.session(1, tones: [("a", 4), ("b", 8)])
    let now = Self.session(2, tones: [("a", 8), ("b", 4)])
    let rows = SessionComparison(of: now, with: [before, now]).rows.dropFirst()
    #expect(rows.map(\.now) == [8, 4])
    #expect(rows.map(\.before) == [4, 8])
    #expect(rows.map(\.change) == [.more, .less])
  }

  @Test(arguments: [
    (4.0, 4.19, SessionComparison.Change.aboutTheSame), (4, 3.81, .aboutTheSame), (4, 4.21, .more),
    (4, 3.79, .less), (4, 4, .aboutTheSame),
  ])
  func `a tone within five per cent is about the same`(
    before: Double,
    now: Double,
    change: SessionComparison.Change
  ) {
    let changes = Self.changes(
      Self.session(1, tones: [("a", before)]),
      Self.session(2, tones: [("a", now)])
    )
    let place = SessionSummary.Place(sensor: "a", channel: "calf", modality: .emg)
    #expect(changes[.toneAfter(place, unit: "µV")] == change)
  }

  @Test(arguments: [
    (3, 0, SessionComparison.Change.aboutTheSame), (4, 0, .less), (0, 4, .more),
    (10, 5, .aboutTheSame), (20, 5, .less), (2, 2, .aboutTheSame),
  ])
  func `counts that chance makes are about the same`(
    before: Int,
    now: Int,
    change: SessionComparison.Change
  ) {
    let changes = Self.changes(Self.session(1, cramps: before), Self.session(2, cramps: now))
    #expect(changes[.cramps] == change)
  }

  @Test func `a time is shorter where it is by more than its resolution`() {
    let before = Self.session(1, cramps: 1, letGo: 10)
    #expect(Self.changes(before, Self.session(2, cramps: 1, letGo: 9.6))[.letGo] == .aboutTheSame)
    #expect(Self.changes(before, Self.session(2, cramps: 1, letGo: 9.4))[.letGo] == .less)
  }
}
