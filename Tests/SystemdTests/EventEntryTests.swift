import CrampModel
import Testing

@testable import Systemd

struct EventEntryTests {
  @Test func `Each member of an event is a field`() {
    let event = Self.event(
      .crampOnset,
      [
        .init(.confidence, .number(0.97)), .init(.restRatio, .number(31)),
        .init(.coActive, .texts(["left-thigh", "right-calf"])), .init(.count, .count(7)),
        .init(.experimental, .flag(true)), .init(.message, .text("two\nlines")),
      ]
    )
    let fields = JournalFields(event.journalEntry.bytes)
    let expected = [
      "MESSAGE": "Cramp began on left-calf (confidence 0.97)", "PRIORITY": "4",
      "MESSAGE_ID": EventType.crampOnset.messageID, "SYSLOG_IDENTIFIER": "crampd",
      "CRAMP_TYPE": "cramp.onset", "CRAMP_SEQ": "42", "CRAMP_ID": event.id.description,
      "CRAMP_TIME": "2026-11-21T02:51:21.000000Z", "CRAMP_DETECTED": "2026-11-21T02:51:22.500000Z",
      "CRAMP_SENSOR": "cyton:1", "CRAMP_CHANNEL": "left-calf", "CRAMP_MODALITY": "emg",
      "CRAMP_EPISODE": "00000000-0000-7000-8000-000000000001", "CRAMP_CONFIDENCE": "0.97",
      "CRAMP_REST_RATIO": "31", "CRAMP_COUNT": "7", "CRAMP_EXPERIMENTAL": "true",
      "CRAMP_MESSAGE": "two\nlines",
    ]
    for (name, value) in expected { #expect(fields[name] == value, "\(name)") }
    #expect(fields[all: "CRAMP_CO_ACTIVE"] == ["left-thigh", "right-calf"])
    #expect(fields.all.count == expected.count + 2)
  }

  @Test func `A field has the same name in the journal as elsewhere`() {
    let event = Self.event(.marker, EventKey.allCases.map { EventDetail($0, .flag(true)) })
    #expect(event.fields.count > EventKey.allCases.count)
    for field in event.fields {
      #expect(JournalFieldName(crampd: field.member).text == field.name)
    }
  }

  private static let sentences: [(EventType, [EventDetail], String)] = [
    (.crampOnset, [], "Cramp began on left-calf"),
    (.crampSuspected, [], "Contraction on left-calf may become a cramp"),
    (
      .crampDismissed, [EventDetail(.reason, .text("movement"))],
      "Contraction on left-calf was no cramp (movement)"
    ),
    (
      .crampRelease,
      [EventDetail(.duration, .number(11.9)), EventDetail(.reason, .text("relaxed"))],
      "Cramp ended on left-calf after 11.9 s (relaxed)"
    ),
    (
      .crampUnobserved, [EventDetail(.reason, .text("lead-off"))],
      "Cramp on left-calf cannot be seen any more (lead-off)"
    ),
    (.crampObserved, [], "Cramp on left-calf can be seen again"),
    (
      .crampWarning, [EventDetail(.cause, .text("tone"))],
      "A cramp may be coming on left-calf (tone)"
    ),
    (.crampWarningCleared, [], "A cramp is no longer announced on left-calf"),
    (.spasm, [EventDetail(.duration, .number(0.4))], "Spasm on left-calf lasted 0.4 s"),
    (.compensation, [EventDetail(.from, .text("glute"))], "left-calf works for glute"),
    (
      .signalBad, [EventDetail(.reason, .text("flat"))],
      "Signal of left-calf cannot be judged (flat)"
    ),
    (.signalGood, [], "Signal of left-calf can be judged again"),
    (.sensorAttached, [], "Sensor cyton:1 is attached"),
    (
      .sensorDetached, [EventDetail(.message, .text("unplugged"))],
      "Sensor cyton:1 is gone: unplugged"
    ),
    (
      .sensorFailed, [EventDetail(.message, .text("claim: busy"))],
      "Sensor cyton:1 does not work: claim: busy"
    ),
    (
      .samplesLost, [EventDetail(.count, .count(25)), EventDetail(.duration, .number(0.1))],
      "25 samples of left-calf were lost (0.1 s)"
    ),
    (.marker, [EventDetail(.text, .text("woke\nup"))], "Mark: woke up"),
    (.sessionStarted, [EventDetail(.name, .text("bridges"))], "Session bridges began"),
    (.sessionEnded, [EventDetail(.name, .text("bridges"))], "Session bridges ended"),
    (
      .sessionCramp, [EventDetail(.name, .text("calves")), EventDetail(.duration, .number(31))],
      "Cramp on left-calf in session calves lasted 31 s"
    ),
    (
      .sessionChannel, [EventDetail(.name, .text("calves")), EventDetail(.count, .count(3))],
      "Session calves on left-calf: 3 cramps"
    ),
    (
      .episodeLabelled, [EventDetail(.verdict, .text("false-alarm"))],
      "Somebody said of a cramp on left-calf: false-alarm"
    ),
    (.tone, [EventDetail(.toneMicrovolts, .number(4.5))], "Tone of left-calf: 4.5"),
    (
      .toneRaised, [EventDetail(.toneRatio, .number(1.6))],
      "Tone of left-calf is above the usual (times 1.6)"
    ),
    (.toneUsual, [], "Tone of left-calf is as usual again"),
    (.calibrationChanged, [], "Calibration of left-calf changed"),
    (.clockStepped, [EventDetail(.offset, .number(-3_600))], "System clock moved by -3600 s"),
    (
      .journalRecovered, [EventDetail(.message, .text("3 of 4 rows"))],
      "Damaged event journal was set aside: 3 of 4 rows"
    ),
    (.daemonStarted, [EventDetail(.version, .text("0.1.0"))], "crampd 0.1.0 began its work"),
    (.daemonStopped, [], "crampd ended its work"),
  ]

  @Test(arguments: sentences)
  func `A message is a sentence on one line`(
    type: EventType,
    details: [EventDetail],
    message: String
  ) {
    let fields = JournalFields(Self.event(type, details).journalEntry.bytes)
    #expect(fields["MESSAGE"] == message)
    #expect(fields["CRAMP_TYPE"] == type.rawValue)
  }

  @Test func `A long text is cut in the message and whole in its field`() {
    let text = String(repeating: "x", count: 60_000)
    let event = Self.event(.marker, [EventDetail(.text, .text(text))])
    let fields = JournalFields(event.journalEntry.bytes)
    #expect(fields["MESSAGE"] == "Mark: \(String(repeating: "x", count: 200))\u{2026}")
    #expect(fields["CRAMP_TEXT"] == text)
  }

  @Test(arguments: EventType.allCases)
  func `An event without any member has a message, too`(type: EventType) {
    let id = EventID(high: 1, low: 2)
    let event = CrampEvent(id: id, type: type, time: .epoch, detected: .epoch)
    let fields = JournalFields(event.journalEntry.bytes)
    #expect(fields["MESSAGE"]?.isEmpty == false)
    #expect(fields["PRIORITY"] == "\(type.journalPriority.rawValue)")
  }

  @Test(arguments: [
    (EventType.crampOnset, JournalPriority.warning), (.sensorFailed, .error),
    (.crampRelease, .notice), (.signalBad, .info), (.signalGood, .debug),
  ])
  func `Priorities are those of the manual`(type: EventType, priority: JournalPriority) {
    #expect(type.journalPriority == priority)
  }

  private static func event(_ type: EventType, _ details: [EventDetail]) -> CrampEvent {
    let time = Timestamp(microseconds: 1_795_229_481_000_000)
    return CrampEvent(
      seq: 42,
      id: EventID(time: time, randomHigh: 1, randomLow: 2),
      type: type,
      time: time,
      detected: time.advanced(bySeconds: 1.5),
      sensor: "cyton:1",
      channel: "left-calf",
      modality: .emg,
      episode: EventID(high: 0x7000, low: 0x8000_0000_0000_0001),
      details: details
    )
  }
}
