import CrampHistory
import CrampModel

/// The numbers of a report as files for spreadsheets and programs.
public struct ReportTables: Sendable {
  /// The names of the files.
  public static let names = [
    "diary.csv", "episodes.csv", "sessions.csv", "tone.csv", "journal_events.tsv",
    "journal_events.json",
  ]

  /// Names and texts, in the order of ``names``.
  public let files: [(name: String, text: String)]

  /// Writes the tables.
  ///
  /// - Parameter input: All that the report is made of.
  public init(_ input: ReportInput) {
    let facts = ReportFacts(input)
    let bids = EventsFile(facts)
    let texts = [
      Self.diary(facts).csv, Self.episodes(facts).csv, Self.sessions(facts).csv,
      Self.tone(facts).csv, bids.table, bids.sidecar,
    ]
    files = zip(Self.names, texts).map { ($0, $1) }
  }

  private static func diary(_ facts: ReportFacts) -> CellTable {
    var table = CellTable([
      "night", "judged_h", "found", "confirmed", "missed", "false_alarms", "in_sessions",
      "duration_min", "severity", "sleep_disturbance", "side", "muscle",
    ])
    for night in facts.diary.nights {
      table.add([
        .text(night.date.description), .number(night.watched / 3_600),
        .count(night.detected.count), .count(night.confirmed.count { !$0.isOwn }),
        .count(night.missed.count), .count(night.falseAlarms.count),
        .count(night.provoked.count), .number(night.duration.map { $0 / 60 }),
        .number(night.severity), .number(night.sleepDisturbance),
        .text(night.sides.joined(separator: " ")), .text(night.muscles.joined(separator: " ")),
      ])
    }
    return table
  }

  private static func episodes(_ facts: ReportFacts) -> CellTable {
    var table = CellTable([
      "onset", "episode", "duration_s", "channels", "unit", "peak", "peak_ratio", "rest", "on",
      "median_frequency_hz", "verdict", "severity", "sleep_disturbance", "side", "muscle",
      "own_duration_s", "text", "session", "kind",
    ])
    for entry in facts.diary.entries {
      let course = entry.episode?.strongest
      table.add([
        .text(entry.time.description), .text(entry.episode?.id.description),
        .number(entry.detectedDuration), .text(entry.channels.joined(separator: " ")),
        .text(course?.unit), .number(course?.peak), .number(course?.peakRatio),
        .number(course?.rest), .number(course?.on),
        .number(course?.onset.number(.medianFrequency)), .text(entry.label?.verdict?.rawValue),
        .number(entry.label?.severity), .number(entry.label?.sleepDisturbance),
        .text(entry.label?.side?.rawValue), .text(entry.label?.muscle),
        .number(entry.label?.duration), .text(entry.label?.text), .text(entry.session?.name),
        .text(entry.session?.kind.rawValue),
      ])
    }
    return table
  }

  private static func sessions(_ facts: ReportFacts) -> CellTable {
    var table = CellTable([
      "began", "ended", "name", "kind", "channel", "count", "onset_after_s", "let_go_s", "unit",
      "peak", "tone_before", "tone_after", "repetitions", "cramps_per_repetition",
    ])
    for session in facts.sessions {
      let head: [CellTable.Cell] = [
        .text(session.session.since.description), .text(session.end?.description),
        .text(session.session.name), .text(session.session.kind.rawValue),
      ]
      if session.channels.isEmpty {
        table.add(head + [.text(nil), .count(session.count)])
      }
      for channel in session.channels {
        let unit = channel.toneBefore?.unit ?? channel.toneAfter?.unit ?? channel.peak?.unit
        table.add(
          head + [
            .text(channel.place.channel), .count(channel.count), .number(channel.onsetAfter),
            .number(channel.letGo), .text(unit), .number(channel.peak?.value),
            .number(channel.toneBefore?.value), .number(channel.toneAfter?.value),
            .count(channel.repetitions), .number(channel.crampsPerRepetition),
          ]
        )
      }
    }
    return table
  }

  private static func tone(_ facts: ReportFacts) -> CellTable {
    var table = CellTable([
      "begin", "duration_s", "sensor", "channel", "still_s", "clear", "unit", "tone", "level",
      "rest", "on", "reason",
    ])
    for span in facts.spans {
      table.add([
        .text(span.begin.description), .number(span.duration), .text(span.sensor),
        .text(span.channel), .number(span.still), .number(span.clear), .text(span.unit),
        .number(span.tone), .number(span.level), .number(span.rest), .number(span.on),
        .text(span.reason),
      ])
    }
    return table
  }
}
