import CrampModel

/// Events in rows, for people and for spreadsheets.
struct EventTable {
  private static let members: [EventKey] = [
    .confidence, .duration, .rmsMicrovolts, .restRatio, .peakMicrovolts, .peakRatio, .mvcPercent,
    .peakMVCPercent, .calibration, .medianFrequency, .kind, .reason, .count, .text, .name, .message,
  ]
  private static let header =
    ["seq", "time", "detected", "type", "sensor", "channel", "episode"] + members.map(\.rawValue)
  private let events: [CrampEvent]

  init(_ events: [CrampEvent]) {
    self.events = events
  }

  /// Columns that line up, in local time.
  var text: String {
    guard let last = events.last else { return "no events\n" }
    let zone = LocalTime.zone(at: last.time)
    var table = TextTable(
      ["seq", "time (\(zone))", "type", "channel", ""],
      numeric: [0],
      indent: 0
    )
    for event in events {
      table.add([
        String(event.seq), LocalTime.dateAndTime(event.time), event.type.rawValue,
        event.channel ?? event.sensor ?? "", EventText(event).numbers,
      ])
    }
    return table.text
  }

  /// RFC 4180, times in UTC.
  var csv: String {
    rows.map { $0.map(Self.quoted(_:)).joined(separator: ",") + "\n" }.joined()
  }

  /// Tab-separated, times in UTC, `n/a` for what is not known.
  var tsv: String {
    rows.map { row in
      row.map { $0.isEmpty ? "n/a" : TextTable.plain($0) }.joined(separator: "\t") + "\n"
    }
    .joined()
  }

  private var rows: [[String]] {
    [Self.header]
      + events.map { event in
        [
          String(event.seq), event.time.description, event.detected.description,
          event.type.rawValue, event.sensor ?? "", event.channel ?? "",
          event.episode?.description ?? "",
        ] + Self.members.map { Self.cell(event[$0]) }
      }
  }

  private static func cell(_ value: EventValue?) -> String {
    switch value {
    case .number(let number): NumberText.short(number)
    case .count(let count): String(count)
    case .text(let text): text
    case .texts(let texts): texts.joined(separator: " ")
    case .flag(let flag): flag ? "true" : "false"
    case nil: ""
    }
  }

  /// A cell of RFC 4180.
  static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
    return "\"\(cell.replacing("\"", with: "\"\""))\""
  }
}
