import CrampModel
import Foundation
import Recordings

/// A score as people and as programs read it.
struct ScoreReport {
  private let score: Score

  init(_ score: Score) {
    self.score = score
  }

  /// The report with a line feed at its end.
  var text: String {
    var text = """
      reference events  \(score.matches.count)
      found             \(score.truePositives)
      missed            \(score.missed)
      false alarms      \(score.falseAlarms.count)\(perDay)
      sensitivity       \(share(score.sensitivity))
      precision         \(share(score.precision))
      F1                \(share(score.f1))
      onset error       \(spread(score.onsetError))
      release error     \(spread(score.releaseError))

      """
    text += section("found:", found)
    text += section("missed:", missed)
    return text + section("false alarms:", falseAlarms)
  }

  private var perDay: String {
    score.falseAlarmsPerDay.map { " (\(NumberText.short($0)) a day)" } ?? ""
  }

  private var found: TextTable {
    var table = TextTable(
      ["onset", "duration", "found at", "onset error", "release error"],
      numeric: [1, 3, 4]
    )
    for match in score.matches {
      guard let detected = match.detected else { continue }
      table.add([
        NumberText.clock(match.reference.lowerBound), length(match.reference),
        NumberText.clock(detected.lowerBound), late(match.onsetError), late(match.releaseError),
      ])
    }
    return table
  }

  private var missed: TextTable {
    spans(score.matches.filter { $0.detected == nil }.map(\.reference))
  }

  private var falseAlarms: TextTable { spans(score.falseAlarms) }

  private func spans(_ spans: [ClosedRange<Double>]) -> TextTable {
    var table = TextTable(["onset", "duration"], numeric: [1])
    for span in spans {
      table.add([NumberText.clock(span.lowerBound), length(span)])
    }
    return table
  }

  private func section(_ title: String, _ table: TextTable) -> String {
    table.isEmpty ? "" : "\n\(title)\n\(table.text)"
  }

  private func length(_ span: ClosedRange<Double>) -> String {
    NumberText.length(span.upperBound - span.lowerBound)
  }

  private func share(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, decimals: 3) } ?? "n/a"
  }

  private func spread(_ spread: Score.Spread?) -> String {
    guard let spread else { return "n/a" }
    let range = NumberText.fixed(spread.interquartileRange, decimals: 2)
    return "median \(late(spread.median)), interquartile range \(range) s"
  }

  private func late(_ seconds: Double?) -> String {
    guard let seconds else { return "n/a" }
    return "\(seconds > 0 ? "+" : "")\(NumberText.fixed(seconds, decimals: 2)) s"
  }
}

extension ScoreReport {
  /// One JSON object; what is unknown has no member.
  var json: String {
    let body = Body(
      reference: score.matches.count,
      found: score.truePositives,
      missed: score.missed,
      falseAlarms: score.falseAlarms.count,
      sensitivity: score.sensitivity,
      precision: score.precision,
      f1: score.f1,
      falseAlarmsPerDay: score.falseAlarmsPerDay,
      onsetError: (score.onsetError?.median).map(Body.rounded(_:)),
      releaseError: (score.releaseError?.median).map(Body.rounded(_:)),
      misses: score.matches.filter { $0.detected == nil }.map { Body.Span($0.reference) },
      falseAlarmSpans: score.falseAlarms.map(Body.Span.init(_:))
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers that are not finite cannot occur: the tables and lines hold none.
    guard let data = try? encoder.encode(body) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  private struct Body: Encodable {
    struct Span: Encodable {
      let onset: Double
      let duration: Double

      init(_ span: ClosedRange<Double>) {
        onset = Body.rounded(span.lowerBound)
        duration = Body.rounded(span.upperBound - span.lowerBound)
      }

      private enum CodingKeys: String, CodingKey {
        case onset = "onset_s"
        case duration = "duration_s"
      }
    }

    /// Without the noise of binary fractions.
    static func rounded(_ seconds: Double) -> Double {
      (seconds * 1e6).rounded() / 1e6
    }

    let reference: Int
    let found: Int
    let missed: Int
    let falseAlarms: Int
    let sensitivity: Double?
    let precision: Double?
    let f1: Double?
    let falseAlarmsPerDay: Double?
    let onsetError: Double?
    let releaseError: Double?
    let misses: [Span]
    let falseAlarmSpans: [Span]

    private enum CodingKeys: String, CodingKey {
      case reference
      case found
      case missed
      case falseAlarms = "false_alarms"
      case sensitivity
      case precision
      case f1
      case falseAlarmsPerDay = "false_alarms_per_day"
      case onsetError = "onset_error_median_s"
      case releaseError = "release_error_median_s"
      case misses
      case falseAlarmSpans = "false_alarm_spans"
    }
  }
}
