import CrampModel
import CrampRoutine
import Testing

struct HoldToneTests {
  private static let phases = Routine(
    name: "drawn",
    preparation: 20,
    steps: [
      RoutineStep(name: "left", side: .left, hold: 60, rest: 30),
      RoutineStep(name: "right", side: .right, hold: 60, rest: 30),
    ]
  ).phases

  private static func spans(_ pairs: (Double, Double)...) -> [Range<Timestamp>] {
    pairs.map { second($0.0)..<second($0.1) }
  }

  private static func second(_ second: Double) -> Timestamp {
    Timestamp.epoch.advanced(bySeconds: second)
  }

  private static func tone(
    _ from: Double,
    _ end: Double,
    still: Double,
    tone: Double? = nil,
    level: Double? = nil,
    clear: Double = 1
  ) -> CrampEvent {
    CrampEvent(
      id: EventID(high: 1, low: UInt64(bitPattern: Int64(from * 1_000))),
      type: .tone,
      time: second(from),
      detected: second(end),
      channel: "left-calf",
      details: [
        EventDetail(.duration, .number(end - from)), EventDetail(.still, .number(still)),
        EventDetail(.clear, .number(clear)),
      ] + [tone.map { EventDetail(.toneMicrovolts, .number($0)) }].compactMap(\.self)
        + [level.map { EventDetail(.levelMicrovolts, .number($0)) }].compactMap(\.self)
    )
  }

  @Test func `A diary has each hold with what was before and after it`() throws {
    var diary = RoutineDiary(phases: Self.phases)
    let turns: [(RoutineCourse.Turn, Double)] = [
      (.began(0), 0), (.began(1), 20), (.paused(1), 40), (.resumed(1), 50), (.began(2), 90),
      (.began(3), 120), (.began(3), 130), (.stopped, 150),
    ]
    for (turn, time) in turns { diary.note(turn, at: Self.second(time)) }
    let holds = diary.holds
    #expect(holds.map(\.phase) == [1, 3, 3])
    #expect(holds.map(\.before) == [Self.spans((0, 20)), Self.spans((90, 120)), []])
    #expect(holds[0].during == Self.spans((20, 40), (50, 90)))
    #expect(holds[1].during == Self.spans((120, 130)))
    #expect(holds[2].during == Self.spans((130, 150)))
    #expect(holds.map(\.after) == [Self.spans((90, 120)), [], []])
  }

  @Test func `A clock that is set back leaves no span that ends before it begins`() {
    var diary = RoutineDiary(phases: Self.phases)
    diary.note(.began(1), at: Self.second(50))
    diary.note(.finished, at: Self.second(20))
    #expect(diary.holds.map(\.during) == [[]])
  }

  @Test(arguments: [
    ([tone(0, 60, still: 60, tone: 5, level: 7)], HoldTone.tone(5, unit: "µV")),
    (
      // A full hour cuts the hold in two parts.
      [tone(0, 15, still: 15, tone: 8), tone(15, 60, still: 45, tone: 4)],
      .tone(5, unit: "µV")
    ),
    ([tone(0, 60, still: 3, level: 9)], .level(9, unit: "µV")),
    ([tone(0, 60, still: 0, clear: 0.1)], .bad),
    ([], .absent),
    // Those before and after it are not of it.
    ([tone(-60, 0.2, still: 60, tone: 5), tone(59.9, 90, still: 30, tone: 5)], .absent),
    // Marks and samples are not of one clock.
    ([tone(-0.4, 59.7, still: 60, tone: 5)], .tone(5, unit: "µV")),
  ])
  func `A tone is of the events within the hold`(events: [CrampEvent], tone: HoldTone) {
    #expect(HoldTone(events, in: [Self.second(0)..<Self.second(60)]) == tone)
  }

  @Test func `Spans of a recording that is played are moved to the clock of the marks`() {
    let mark = CrampEvent(
      id: EventID(high: 2, low: 1),
      type: .marker,
      time: Self.second(1_000),
      detected: Self.second(1_000)
    )
    var span = Self.tone(5, 65, still: 60, tone: 5)
    span.details.append(EventDetail(.reason, .text("mark")))
    let rest = Self.tone(65, 95, still: 30, tone: 4)
    let moved = SampleTimes.moved([mark, span, rest])
    #expect(moved.map(\.time) == [Self.second(940), Self.second(1_000)])
    #expect(moved.map(\.detected) == [Self.second(1_000), Self.second(1_030)])
    #expect(SampleTimes.moved([rest]) == [rest])
  }

  @Test func `Where a hold was too short, nothing is told`() {
    let short = [Self.second(0)..<Self.second(8)]
    #expect(HoldTone([Self.tone(0, 8, still: 8, level: 5)], in: short) == .tooShort)
    #expect(HoldTone([], in: short) == .tooShort)
    #expect(HoldTone([], in: []) == .tooShort)
  }

  @Test func `A change is a share of the tone before`() {
    let five = HoldTone.tone(5, unit: "µV")
    #expect(HoldTone.tone(4, unit: "µV").change(from: five) == -0.19999999999999996)
    #expect(HoldTone.level(4, unit: "µV").change(from: five) == nil)
    #expect(five.change(from: .bad) == nil)
    #expect(five.change(from: .tone(0, unit: "µV")) == nil)
  }

  @Test(arguments: [
    (RoutineStep(name: "a", muscle: "calf", side: .left), ["left-calf", "A1"]),
    (RoutineStep(name: "a", muscle: "calf", side: .right), ["right calf", "A1"]),
    (RoutineStep(name: "a", muscle: "gastrocnemius soleus", side: .both), ["left-calf", "A1"]),
    (RoutineStep(name: "a", channel: "right calf", side: .left), ["right calf"]),
    (RoutineStep(name: "a", muscle: "calf", channel: "nose", side: .left), ["left-calf", "A1"]),
    (RoutineStep(name: "a", muscle: "tongue", side: .left), ["left-calf", "left-thigh", "A1"]),
    (RoutineStep(name: "a"), ["left-calf", "right calf", "left-thigh", "A1"]),
  ])
  func `A step is measured by the channels of its side and muscle`(
    step: RoutineStep,
    names: [String]
  ) {
    let channels = [
      MeasuredChannel(sensor: "s", name: "left-calf", muscle: "Gastrocnemius medialis"),
      MeasuredChannel(sensor: "s", name: "right calf"),
      MeasuredChannel(sensor: "s", name: "left-thigh", muscle: "biceps femoris"),
      MeasuredChannel(sensor: "s", name: "A1", muscle: "gastrocnemius, calf"),
    ]
    #expect(MeasuredChannel.fitting(step, among: channels).map(\.name) == names)
  }
}
