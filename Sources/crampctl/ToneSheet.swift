import CrampHistory
import CrampModel

/// Spans of resting tone in rows, for spreadsheets.
struct ToneSheet {
  private static let header = [
    "time", "duration_s", "sensor", "channel", "modality", "unit", "tone", "level", "rest", "on",
    "still_s", "clear", "reason",
  ]
  private let spans: [ToneSpan]

  init(_ spans: [ToneSpan]) {
    self.spans = spans
  }

  /// RFC 4180, times in UTC, cells empty where nothing is known.
  var csv: String {
    ([Self.header] + spans.map(row(_:)))
      .map { $0.map(Self.quoted(_:)).joined(separator: ",") + "\n" }.joined()
  }

  private func row(_ span: ToneSpan) -> [String] {
    let levels = [span.tone, span.level, span.rest, span.on].map { level in
      level.map { NumberText.short($0) } ?? ""
    }
    return [
      span.begin.description, NumberText.short(span.duration), span.sensor, span.channel,
      span.modality.rawValue, span.unit,
    ] + levels + [NumberText.short(span.still), NumberText.short(span.clear), span.reason]
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
    return "\"\(cell.replacing("\"", with: "\"\""))\""
  }
}
