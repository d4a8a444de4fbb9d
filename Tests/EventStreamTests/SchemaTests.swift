import CrampModel
import Testing

@Suite struct SchemaTests {
  /// Every member that some event must have, with a value.
  private let everything: [EventDetail] = [
    .init(.confidence, .number(0.5)), .init(.duration, .number(1)), .init(.driver, .text("d")),
    .init(.message, .text("m")), .init(.text, .text("t")), .init(.name, .text("n")),
    .init(.version, .text("1")), .init(.offset, .number(-1)), .init(.cause, .text("tone")),
    .init(.chain, .text("back")), .init(.from, .text("glute")), .init(.experimental, .flag(true)),
    .init(.sharePercent, .number(60)), .init(.shareBeforePercent, .number(30)),
    .init(.calibration, .text("0123abcd")), .init(.session, .text(Self.session)),
    .init(.count, .count(1)), .init(.verdict, .text("confirmed")), .init(.still, .number(60)),
    .init(.toneRatio, .number(1.5)),
  ]

  private static let session = "019aa3f2-7c1e-7b5d-9d0e-2f6f1f0f8a10"

  @Test func `every type of event has its place in the schema`() throws {
    let lines = EventType.allCases.map { type in
      let reasons: [EventType: String] = [
        .signalBad: "lead-off", .crampDismissed: "ended", .tone: "hour", .sessionEnded: "person",
      ]
      let reason = reasons[type] ?? "relaxed"
      var stored = event(
        1,
        type: type,
        episode: 1,
        details: everything + [.init(.reason, .text(reason))]
      )
      stored.seq = 1
      return stored.json()
    }
    try SchemaValidator.event.check(lines)
  }

  @Test(arguments: [
    "ended", "weak", "movement", "uneven", "veto", "signal-lost", "sensor-detached", "shutdown",
  ])
  func `every reason for a dismissal has its place in the schema`(reason: String) throws {
    let details: [EventDetail] = [.init(.reason, .text(reason)), .init(.aboveOn, .number(0.25))]
    let sound = event(1, type: .crampDismissed, episode: 1, details: details).json()
    let unsound = [
      sound.replacing(reason, with: "relaxed"), sound.replacing("0.25", with: "1.25"),
      sound.replacing("above_on\":0.25", with: "on\":4"),
    ]
    let refused = try SchemaValidator.event.refused([sound] + unsound)
    #expect(refused == nil || refused == [1, 2, 3])
  }

  @Test func `every member has its place in the schema`() throws {
    let values: [EventKey: EventValue] = [
      .unit: .text("counts"), .kind: .text("abrupt"), .reason: .text("relaxed"),
      .cause: .text("c"), .driver: .text("d"), .channels: .texts(["a"]), .message: .text("m"),
      .text: .text("t"), .name: .text("n"), .profile: .text("p"), .version: .text("v"),
      .degraded: .flag(true), .count: .count(3), .spreadFrom: .text("a"), .coActive: .texts(["b"]),
      .chain: .text("c"), .from: .text("f"), .experimental: .flag(true),
      .detector: .text("2.0"),
      .calibration: .text("0123abcd"), .session: .text(Self.session), .cue: .text("relax"),
      .verdict: .text("missed"), .side: .text("left"), .muscle: .text("soleus"),
      .repetitions: .count(8),
    ]
    let details = EventKey.allCases.map { EventDetail($0, values[$0] ?? .number(0.5)) }
    try SchemaValidator.event.check([
      event(1, type: .crampRelease, episode: 1, details: details).json(secondsFromStart: 0.5)
    ])
  }

  @Test func `what is no event is refused`() throws {
    let sound = event(1).json()
    let lines = [
      sound.replacing("spasm", with: "twitch"),
      sound.replacing("\"channel\":", with: "\"chanel\":"),
      sound.replacing("\"calf\"", with: "null"), sound.replacing("Z\"", with: "+00:00\""),
      event(1, details: []).json(), event(1, type: .crampOnset).json(),
      event(
        1,
        type: .crampRelease,
        episode: 1,
        details: [
          .init(.duration, .number(1)), .init(.reason, .text("lead-off")),
        ]
      ).json(), sound.replacing("0.125", with: "-1"), sound.replacing("\"emg\"", with: "\"ecg\""),
    ]
    let refused = try SchemaValidator.event.refused([sound] + lines)
    #expect(refused == nil || refused == Array(1...lines.count))
  }
}
