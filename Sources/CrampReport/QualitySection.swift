import CrampHistory
import CrampModel

/// How much could be judged, and what was not observed and why.
struct QualitySection {
  private static let mostRows = 100
  private static let reasons = [
    "lead-off": "electrode off", "mains": "mains hum", "saturated": "amplifier at its limit",
    "flat": "no signal", "motion": "motion", "samples-lost": "samples lost",
    "other": "short disturbances",
  ]

  private let facts: ReportFacts

  init(_ facts: ReportFacts) {
    self.facts = facts
  }

  var markup: Markup {
    """
    <section aria-labelledby="quality"><h2 id="quality">What was observed, and what was not</h2>
    <p>Nothing is said of times and muscles that could not be judged: a cramp may have come then.</p>
    \(channels)
    \(facts.input.isRecording ? "" : interruptions)
    \(troubles)
    </section>

    """
  }

  private var channels: Markup {
    guard let range = facts.range, !facts.input.coverage.channels.isEmpty else {
      return "<p>No channel was there.</p>"
    }
    var table = PageTable(
      "Hours in which each channel was there, and what could not be judged of them.",
      ["Channel", "Sensor", "There, h", "Judged, h", "Share", "Not judged"],
      numeric: [2, 3, 4]
    )
    for channel in facts.input.coverage.channels {
      let there = channel.seconds(in: range)
      guard there > 0 else { continue }
      let judged = channel.judgedSeconds(in: range)
      let causes = channel.unjudged(in: range).map { reason, seconds in
        "\(Self.reasons[reason] ?? PlainText.shortened(reason)) \(Figure.length(seconds))"
      }
      table.add([
        "\(name: channel.channel)", "\(name: channel.sensor)", "\(Figure.hours(there))",
        "\(Figure.hours(judged))", "\(Figure.percent(judged / there))",
        "\(causes.joined(separator: ", "))",
      ])
    }
    return table.isEmpty
      ? "<p>No channel was there in this time.</p>" : table.markup(label: "Coverage by channel")
  }

  /// Between two lives of the daemon nobody looked.
  private var interruptions: Markup {
    let runs = facts.input.coverage.runs
    let gaps = zip(runs, runs.dropFirst()).filter { earlier, later in
      facts.range.map { $0.contains(later.begin) || $0.contains(earlier.end) } ?? false
    }
    let stops = gaps.count { $0.0.wasStopped }
    let orderly: Markup =
      stops == 0
      ? ""
      : "<p>The daemon was stopped in good order and started again \(Figure.count(stops, "time")).</p>\n"
    let cuts = gaps.filter { !$0.0.wasStopped }
    guard !cuts.isEmpty else { return orderly }
    let shown = cuts.suffix(Self.mostRows).reversed()
    var table = PageTable(
      "Times in which the daemon did not run after it was cut off; \(shown.count) of \(cuts.count), the newest first.",
      ["Last heard of", "Began again", "Length"],
      numeric: [2]
    )
    for (earlier, later) in shown {
      table.add([
        "\(facts.calendar.dateAndTime(earlier.end))", "\(facts.calendar.dateAndTime(later.begin))",
        "\(Figure.length(max(0, later.begin.seconds(since: earlier.end))))",
      ])
    }
    return "\(orderly)\(table.markup(label: "Interruptions"))"
  }

  private var troubles: Markup {
    let types: Set<EventType> = [
      .sensorFailed, .sensorDetached, .clockStepped, .journalRecovered,
    ]
    let events = facts.input.events.filter { types.contains($0.type) }
    var note: Markup = ""
    if facts.input.unknownEvents > 0 {
      note = """
        <p class="note">\(Figure.count(facts.input.unknownEvents, "event")) of a later version of \
        crampd could not be read and is not in this report.</p>
        """
    }
    guard !events.isEmpty else { return note }
    let shown = events.suffix(Self.mostRows).reversed()
    var table = PageTable(
      "Sensors, clock and journal; \(shown.count) of \(events.count), the newest first.",
      ["When", "What", "Sensor", "Message"]
    )
    for event in shown {
      table.add([
        "\(facts.calendar.dateAndTime(event.time))", "\(event.type.rawValue)",
        "\(name: event.sensor ?? "–")",
        "\(name: event.text(.message) ?? event.number(.offset).map { "\(Figure.short($0)) s" } ?? "–")",
      ])
    }
    return "\(note)\(table.markup(label: "Troubles"))"
  }
}
