import CrampModel
import Recordings
import Testing

struct EventsTableTests {
  @Test
  func `a table is read back as it was written, by onset`() throws {
    let folder = try Folder()
    let labels = [
      Label(
        onset: 12.35,
        duration: 3.2,
        trialType: "cramp",
        channel: "left calf",
        confidence: 0.97
      ),
      Label(onset: -0.000_25, duration: nil, trialType: "voluntary"),
    ]
    let text = EventsTable.text(of: labels)
    #expect(
      text == "onset\tduration\ttrial_type\tchannel\tconfidence\n"
        + "-0.00025\tn/a\tvoluntary\tn/a\tn/a\n12.350\t3.200\tcramp\tleft calf\t0.97\n"
    )
    #expect(try EventsTable.read(folder.file("a.tsv", text)) == labels.reversed())
  }

  @Test
  func `columns are found by name`() throws {
    let folder = try Folder()
    let path = try folder.file("a.tsv", "HED\ttrial_type\tduration\tonset\r\nx\tplm\t2\t5\r\n")
    #expect(try EventsTable.read(path) == [Label(onset: 5, duration: 2, trialType: "plm")])
  }

  @Test(arguments: [
    ("duration\n1\n", "line 1: the header has no column \"onset\""),
    ("onset\tduration\n1\n", "line 2: 1 cells where the table has 2"),
    ("onset\tduration\n1\t2\n1\tx\n", "line 3: column 2: \"x\" is no number"),
    ("onset\tduration\nn/a\t2\n", "line 2: column 1: \"n/a\" is no onset in seconds"),
    ("onset\tduration\n1\t-2\n", "line 2: column 2: \"-2\" is no duration in seconds"),
  ])
  func `a wrong row is an error with its line`(text: String, error: String) throws {
    let folder = try Folder()
    let path = try folder.file("a.tsv", text)
    let thrown = #expect(throws: RecordingError.self) { try EventsTable.read(path) }
    #expect(thrown?.description == "read \(path): \(error)")
  }
}

struct DetectedEventsTests {
  private func line(
    _ type: EventType,
    _ seconds: Double,
    channel: String = "left",
    episode: UInt64 = 1,
    placed: Bool = true,
    details: [EventDetail] = []
  ) -> String {
    let time = Timestamp.epoch.advanced(bySeconds: seconds)
    let event = CrampEvent(
      id: EventID(high: 1, low: 2),
      type: type,
      time: time,
      detected: time.advanced(bySeconds: 1),
      channel: channel,
      episode: EventID(high: 0, low: episode),
      details: details
    )
    return event.json(secondsFromStart: placed ? seconds : nil) + "\n"
  }

  @Test
  func `onsets and releases are paired by episode and channel`() throws {
    let folder = try Folder()
    let sure = EventDetail(.confidence, .number(0.9))
    let text =
      line(.crampOnset, 10, details: [sure]) + line(.crampOnset, 11, channel: "right")
      + line(.marker, 12) + line(.crampRelease, 30.5, channel: "right") + line(.crampRelease, 40)
      + line(.spasm, 50, details: [EventDetail(.duration, .number(0.4))])
      + line(.crampOnset, 60, episode: 2, placed: false)
    let labels = try DetectedEvents.labels(ndjsonPath: folder.file("a.ndjson", text))
    #expect(
      labels == [
        Label(onset: 10, duration: 30, trialType: "cramp", channel: "left", confidence: 0.9),
        Label(onset: 11, duration: 19.5, trialType: "cramp", channel: "right"),
        Label(onset: 50, duration: 0.4, trialType: "spasm", channel: "left"),
        Label(onset: 60, duration: nil, trialType: "cramp", channel: "left"),
      ]
    )
  }

  @Test(arguments: ["{\"type\":\"spasm\"}", "{", "[]", "onset\tduration"])
  func `a line that is no event is an error with its line`(text: String) throws {
    let folder = try Folder()
    let path = try folder.file("a.ndjson", line(.spasm, 1) + text + "\n")
    let error = #expect(throws: RecordingError.self) { try DetectedEvents.labels(ndjsonPath: path) }
    #expect(error?.description.hasPrefix("read \(path): line 2: no event object: ") ?? false)
    #expect(error?.description.contains("\n") == false)
  }
}
