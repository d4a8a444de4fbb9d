import CrampHistory
import CrampModel
import Testing

@Suite struct SessionSummaryTests {
  /// Two cued cramps and one that came by itself, on two channels.
  private static var practice: PlayedSession {
    var played = PlayedSession()
    played.tone(4, from: -600, to: 0.2)
    played.cue("contract", at: 20)
    played.onset(1, at: 32)
    played.onset(1, at: 33, channel: "foot")
    played.cue("relax", at: 40)
    played.release(1, at: 52, lasted: 20, peak: 80)
    played.release(1, at: 45, lasted: 12, peak: 30, channel: "foot")
    played.tone(nil, from: 40, to: 60)
    played.cue("contract", at: 60)
    played.onset(2, at: 80)
    played.release(2, at: 100, lasted: 20, peak: 60)
    played.tone(3, from: 101, to: 150)
    played.tone(2.5, from: 150, to: 200)
    return played
  }

  private static func summary(
    _ played: PlayedSession,
    end: Double = 200,
    clock: SessionClock = SessionClock()
  ) -> SessionSummary {
    SessionSummary(
      of: played.session,
      events: played.events,
      end: PlayedSession.time(end),
      reason: .person,
      clock: clock
    )
  }

  @Test func `a cramp is timed from the cue to contract, and its end from the cue to relax`() {
    let cramps = Self.summary(Self.practice).cramps
    #expect(cramps.map(\.place.channel) == ["calf", "foot", "calf"])
    #expect(cramps.map(\.onsetAfter) == [12, 13, 20])
    // Without a cue to relax it is timed from the decision, 4 s after the onset.
    #expect(cramps.map(\.letGo) == [12, 5, 16])
    #expect(cramps.map(\.duration) == [20, 12, 20])
    #expect(cramps.map { $0.peak?.value } == [80, 30, 60])
  }

  @Test func `a channel has the medians, the highest peak, and the tone before and after`() {
    let summary = Self.summary(Self.practice)
    #expect(summary.count == 2)
    #expect(summary.duration == 200)
    let (calf, foot) = (summary.channels[0], summary.channels[1])
    #expect([calf.place.channel, foot.place.channel] == ["calf", "foot"])
    #expect([calf.count, foot.count] == [2, 1])
    #expect([calf.onsetAfter, foot.onsetAfter] == [16, 13])
    #expect([calf.letGo, foot.letGo] == [14, 5])
    #expect(calf.peak == SessionLevel(80, "µV"))
    #expect(calf.toneBefore == SessionLevel(4, "µV"))
    #expect(calf.toneAfter == SessionLevel(2.5, "µV"))
    #expect(foot.toneBefore == nil)
    #expect(foot.toneAfter == nil)
  }

  @Test func `without a span before it the first still one within is what tone begins with`() {
    var played = PlayedSession()
    played.tone(9, from: -9_000, to: -5_000)
    played.tone(nil, from: 0, to: 5)
    played.tone(3, from: 5, to: 60)
    var channel = Self.summary(played).channels[0]
    // One that ended more than an hour before the session is of another time.
    #expect(channel.toneBefore?.value == 9)
    played.tone(2, from: 60, to: 120)
    channel =
      SessionSummary(
        of: played.session,
        events: Array(played.events.dropFirst()),
        earlier: Array(played.events.prefix(1))
      ).channels[0]
    #expect(channel.toneBefore?.value == 3)
    #expect(channel.toneAfter?.value == 2)
  }

  @Test func `a cramp that began before the session is not one of it`() {
    var played = PlayedSession()
    played.onset(1, at: -2)
    played.release(1, at: 10, lasted: 12, peak: 40)
    #expect(Self.summary(played).cramps.isEmpty)
    #expect(Self.summary(played).count == 0)
  }

  @Test func `a cramp that is still open is told with what is known`() {
    var played = PlayedSession()
    played.onset(1, at: 30)
    let cramp = Self.summary(played, end: 40).cramps.first
    #expect(cramp?.onsetAfter == 30)
    #expect(cramp?.duration == nil)
    #expect(cramp?.letGo == nil)
    #expect(cramp?.peak == nil)
  }

  @Test(arguments: ["signal-lost", "sensor-detached", "shutdown"])
  func `an end that nobody saw says nothing of letting go`(reason: String) {
    var played = PlayedSession()
    played.onset(1, at: 30)
    played.release(1, at: 50, lasted: 20, peak: 9, reason: reason)
    #expect(Self.summary(played).cramps.first?.letGo == nil)
    #expect(Self.summary(played).cramps.first?.duration == 20)
  }

  @Test func `cramps are counted with the movement that was repeated before them`() {
    var played = PlayedSession()
    played.onset(1, at: 5)
    for number in 0..<8 {
      let name = number < 4 ? "bridge" : "raise"
      played.cue("repetition", at: 10 + 20 * Double(number), name: name)
      if [1, 2, 5].contains(number) {
        played.onset(10 + UInt64(number), at: 15 + 20 * Double(number))
        played.onset(10 + UInt64(number), at: 16 + 20 * Double(number), channel: "foot")
      }
    }
    let summary = Self.summary(played)
    #expect(summary.movements.map(\.name) == ["bridge", "raise"])
    #expect(summary.movements.map(\.repetitions) == [4, 4])
    #expect(summary.movements.map(\.count) == [2, 1])
    #expect(summary.movements.map(\.crampsPerRepetition) == [0.5, 0.25])
    // The one before the first repetition counts, but came with none of them.
    #expect(summary.channels.map(\.count) == [4, 3])
    #expect(summary.channels.map(\.crampsPerRepetition) == [0.375, 0.375])
  }

  @Test(arguments: [
    ("rest", 0), ("stop", 0), ("relax", 0), ("pause", 0), ("contract", 1), ("mine", 1),
  ])
  func `a repetition lasts until the next cue, but for one to contract`(word: String, count: Int) {
    var played = PlayedSession()
    played.cue("repetition", at: 10, name: "raise")
    played.cue(word, at: 15)
    played.onset(1, at: 20)
    #expect(Self.summary(played).movements.map(\.count) == [count])
    #expect(Self.summary(played).count == 1)
  }

  @Test func `nothing after the end of a forgotten session counts`() {
    var played = PlayedSession()
    played.tone(4, from: -600, to: 0)
    played.onset(1, at: 50)
    played.cue("repetition", at: 60, name: "raise")
    played.tone(3, from: 60, to: 100)
    played.cue("repetition", at: 210, name: "raise")
    played.onset(2, at: 220)
    played.tone(9, from: 230, to: 290)
    let summary = SessionSummary(
      of: played.session,
      events: played.events,
      end: PlayedSession.time(200),
      reason: .forgotten
    )
    #expect(summary.cramps.map(\.episode) == [PlayedSession.id(1)])
    #expect(summary.repetitions == 1)
    #expect(summary.channels.map { $0.toneAfter?.value } == [3])
    let told = summary.events(at: PlayedSession.time(300)) { PlayedSession.id(9_000) }
    var started = told[0]
    started.type = .sessionStarted
    started.id = played.session.id
    let read = SessionHistory([started] + played.events + told).sessions
    #expect(read.map(\.repetitions) == [1])
  }

  @Test func `what is written of a session is read as it was`() throws {
    var played = Self.practice
    played.cue("repetition", at: 110, name: "bridge")
    played.onset(3, at: 120)
    let summary = Self.summary(played)
    var started = CrampEvent(
      id: played.session.id,
      type: .sessionStarted,
      time: PlayedSession.start,
      detected: PlayedSession.start,
      details: [.init(.name, .text("calf")), .init(.kind, .text("practice"))]
    )
    var number: UInt64 = 0
    let told = summary.events(at: PlayedSession.time(201)) {
      number += 1
      return PlayedSession.id(5_000 + number)
    }
    #expect(
      told.map(\.type.rawValue).suffix(3) == [
        "session.channel", "session.channel", "session.ended",
      ]
    )
    let history = SessionHistory([started] + played.events + told)
    #expect(history.sessions == [summary])
    #expect(history.open == nil)
    started.id = PlayedSession.id(9)
    #expect(SessionHistory([started]).open?.session.name == "calf")
  }

  @Test func `samples with a time of their own are compared by what it was at each mark`() {
    var played = PlayedSession()
    played.cue("contract", at: 1_000)
    played.onset(1, at: 52)
    // The recording was at 0 s when the session began and at 40 s at the cue.
    var clock = SessionClock()
    clock.note(PlayedSession.time(0), of: "sensor", at: PlayedSession.time(0))
    clock.note(PlayedSession.time(40), of: "sensor", at: PlayedSession.time(1_000))
    #expect(Self.summary(played, end: 1_100, clock: clock).cramps.first?.onsetAfter == 12)
    // What came before this run of the daemon was another playing of it.
    var later = SessionClock(after: 99)
    later.note(PlayedSession.time(40), of: "sensor", at: PlayedSession.time(1_000))
    let cramp = Self.summary(played, end: 1_100, clock: later).cramps.first
    #expect(cramp != nil)
    #expect(cramp?.onsetAfter == nil)
  }
}
