import CrampHistory
import CrampModel
import CrampReport
import Foundation
import Testing

/// Names, notes and marks of anybody, on a page and in tables.
@Suite struct HostileTextTests {
  static let texts = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x",
    "</style><script>", "<!--", "]]>", "&lt;b&gt;", "a\u{0}b\u{7}c\u{1B}[31m",
    "\u{202E}drow\u{202C}", "\u{2066}x", "عضلة الساق", "=HYPERLINK(\"http://x\")", "a,b\"c\nd",
    String(repeating: "<i>", count: 30_000),
  ]

  private func input(_ text: String) -> ReportInput {
    let time = Timestamp(microseconds: 1_790_000_000_000_000)
    func event(_ type: EventType, _ second: Double, _ details: [EventDetail]) -> CrampEvent {
      CrampEvent(
        id: EventID(high: 0x7000, low: UInt64(second)),
        type: type,
        time: time.advanced(bySeconds: second),
        detected: time.advanced(bySeconds: second),
        sensor: text,
        channel: text,
        modality: .emg,
        episode: EventID(high: 0x8000, low: 1),
        details: details
      )
    }
    var other = event(.crampOnset, 4, [EventDetail(.spreadFrom, .text(text))])
    other.channel = text + "2"
    let words: [EventDetail] = [
      EventDetail(.name, .text(text)), EventDetail(.text, .text(text)),
      EventDetail(.message, .text(text)), EventDetail(.muscle, .text(text)),
      EventDetail(.verdict, .text("confirmed")), EventDetail(.chain, .text(text)),
      EventDetail(.from, .text(text)), EventDetail(.profile, .text(text)),
      EventDetail(.detector, .text(text)), EventDetail(.reason, .text(text)),
      EventDetail(.unit, .text(text)), EventDetail(.rms, .number(9)),
      EventDetail(.rest, .number(1)), EventDetail(.tone, .number(1)),
      EventDetail(.duration, .number(3_600)), EventDetail(.still, .number(3_000)),
    ]
    let types: [EventType] = [
      .sessionStarted, .crampOnset, .crampRelease, .episodeLabelled, .compensation, .tone,
      .sensorFailed, .signalBad, .sessionChannel,
    ]
    var events = types.enumerated().map { event($1, Double($0 * 2 + 1), words) }
    events.append(other)
    var input = ReportInput(
      title: text,
      source: text,
      made: time,
      events: events,
      coverage: Coverage(events: events),
      offset: { _ in 0 },
      zone: "UTC"
    )
    input.signals = [signal(text, time)].compactMap(\.self)
    return input
  }

  private func signal(_ text: String, _ time: Timestamp) -> EpisodeSignal? {
    EpisodeSignal(
      episode: EventID(high: 0x8000, low: 1),
      onset: time,
      end: nil,
      sensor: text,
      channel: ChannelDescription(name: text, unit: .microvolt, rate: Hertz(200)),
      stretches: [
        SampleStretch(begin: time, samples: (0..<2_000).map { Float($0 % 7) })
      ]
    )
  }

  @Test(arguments: texts.indices)
  func `no text becomes a tag, an attribute or a mark of direction`(index: Int) {
    let text = Self.texts[index]
    let page = ReportPage(input(text)).html
    let plain = ReportPage(input("plain")).html
    let tags = (page.count { $0 == "<" }, plain.count { $0 == "<" })
    #expect(tags.0 == tags.1)
    let found = ["<script", "<img", "<i>"].filter { page.contains($0) }
    #expect(found.isEmpty)
    let size = page.utf8.count
    #expect(size < 250_000)
    let odd = page.unicodeScalars.first { scalar in
      (scalar.value < 32 && scalar != "\n") || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value) || (127..<160).contains(scalar.value)
    }
    #expect(odd == nil)
  }

  @Test(arguments: texts.indices)
  func `no text adds a row or a formula to a table`(index: Int) throws {
    let text = Self.texts[index]
    let files = ReportTables(input(text)).files
    let plain = ReportTables(input("plain")).files
    for (file, same) in zip(files, plain) where !file.name.hasSuffix(".json") {
      let rows = (file.text.count { $0.isNewline }, same.text.count { $0.isNewline })
      #expect(rows.0 == rows.1, "\(file.name)")
      let cells = file.text.split(whereSeparator: { $0 == "," || $0.isNewline })
      let formulas = cells.count { $0.hasPrefix("=") || $0.hasPrefix("\"=") }
      #expect(formulas == 0)
    }
    let sidecar = try #require(files.last)
    #expect(throws: Never.self) {
      try JSONSerialization.jsonObject(with: Data(sidecar.text.utf8))
    }
  }

  @Test func `an empty journal makes a page that says so`() {
    let empty = ReportInput(
      title: "Empty",
      source: "nothing",
      made: .epoch,
      events: [],
      coverage: Coverage(events: []),
      offset: { _ in 0 },
      zone: "UTC"
    )
    let page = ReportPage(empty).html
    #expect(page.contains("tells of nothing"))
    #expect(page.contains("not a medical device"))
  }
}
