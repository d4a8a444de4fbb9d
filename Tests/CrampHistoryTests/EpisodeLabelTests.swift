import CrampHistory
import CrampModel
import Testing

@Suite struct EpisodeLabelTests {
  private static let time = Timestamp(microseconds: 1_790_000_000_000_000)

  private static func event(
    _ number: UInt64,
    of episode: UInt64?,
    _ details: EventDetail...
  ) -> CrampEvent {
    CrampEvent(
      id: id(number),
      type: .episodeLabelled,
      time: time,
      detected: time,
      episode: episode.map(id(_:)),
      details: details
    )
  }

  private static func id(_ number: UInt64) -> EventID {
    EventID(time: time, randomHigh: 0, randomLow: number)
  }

  @Test func `of each member what was said last counts`() {
    let book = LabelBook([
      Self.event(
        1,
        of: 7,
        .init(.verdict, .text("confirmed")),
        .init(.severity, .count(6)),
        .init(.side, .text("left"))
      ),
      Self.event(2, of: 8, .init(.verdict, .text("false-alarm"))),
      Self.event(3, of: 7, .init(.severity, .number(4.5)), .init(.muscle, .text("calf"))),
    ])
    let label = book[Self.id(7)]
    #expect(label?.verdict == .confirmed)
    #expect(label?.severity == 4.5)
    #expect(label?.side == .left)
    #expect(label?.muscle == "calf")
    #expect(book[Self.id(8)]?.verdict == .falseAlarm)
    #expect(book[Self.id(9)] == nil)
    #expect(book.missed.isEmpty)
  }

  @Test func `a cramp that was not found can be spoken of again`() {
    let missed = EventDetail(.verdict, .text("missed"))
    let book = LabelBook([
      Self.event(1, of: nil, missed),
      Self.event(2, of: 5, missed, .init(.duration, .number(30))),
      Self.event(3, of: 1, missed, .init(.sleepDisturbance, .count(2))),
    ])
    #expect(book.missed.map(\.episode) == [Self.id(1), Self.id(5)])
    #expect(book[Self.id(1)]?.sleepDisturbance == 2)
    #expect(book[Self.id(5)]?.duration == 30)
  }

  @Test func `a cramp that was not found can be withdrawn, and told again`() {
    let missed = Self.event(1, of: nil, .init(.verdict, .text("missed")))
    let withdrawn = Self.event(2, of: 1, .init(.verdict, .text("false-alarm")))
    var book = LabelBook([missed, withdrawn])
    #expect(book.missed.isEmpty)
    #expect(book.isOwn(Self.id(1)))
    #expect(book[Self.id(1)]?.verdict == .falseAlarm)
    book = LabelBook([missed, withdrawn, Self.event(3, of: 1, .init(.verdict, .text("missed")))])
    #expect(book.missed.map(\.episode) == [Self.id(1)])
  }

  @Test(arguments: [
    EventDetail(.severity, .number(11)), .init(.severity, .number(-1)),
    .init(.sleepDisturbance, .number(10.5)), .init(.side, .text("middle")),
    .init(.verdict, .text("perhaps")), .init(.duration, .number(-3)),
    .init(.severity, .text("very")),
  ])
  func `what is out of range counts as not said`(detail: EventDetail) {
    #expect(EpisodeLabel(Self.event(1, of: 7, detail)) == EpisodeLabel())
  }

  @Test func `what is written of a label is read as it was`() {
    var label = EpisodeLabel()
    label.verdict = .confirmed
    label.severity = 7.5
    label.sleepDisturbance = 0
    label.side = .both
    label.muscle = "hamstring"
    label.text = "stretched it"
    label.duration = 42
    var event = Self.event(1, of: 7)
    event.details = label.details
    #expect(EpisodeLabel(event) == label)
  }

  @Test(arguments: [
    ("relax", true), ("switch-side", true), ("a", true), ("", false), ("Relax", false),
    ("-a", false), ("relax now", false), ("r\u{E9}lax", false), ("a1", false),
    (String(repeating: "a", count: 32), true), (String(repeating: "a", count: 33), false),
  ])
  func `a cue is a word`(text: String, isOne: Bool) {
    #expect((SessionCue(text) != nil) == isOne)
  }

  @Test func `the known cues are words`() {
    #expect(SessionCue.known.allSatisfy { SessionCue($0) != nil })
  }
}
