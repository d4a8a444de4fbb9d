import CrampHistory
import CrampModel

/// What sessions were for, one by one and over time.
struct SessionsSection {
  private static let mostRows = 400

  private let facts: ReportFacts

  init(_ facts: ReportFacts) {
    self.facts = facts
  }

  /// The section; `nil` without a session.
  var markup: Markup? {
    guard !facts.sessions.isEmpty else { return nil }
    return """
      <section aria-labelledby="sessions"><h2 id="sessions">Sessions</h2>
      <p>Practice, and "chase the cramp", to repeat a movement over days and count how often it \
      cramps, are this project's own terms; no benefit is known of either. To provoke a cramp is not \
      for everybody:</p>
      <ul>\(PracticeSafety.words.map { "<li>\($0)</li>\n" as Markup })</ul>
      <div class="grid">\(SessionCharts(facts).markup)</div>
      \(table)
      </section>

      """
  }

  private var table: Markup {
    var rows: [(SessionSummary, SessionSummary.Channel?)] = []
    for session in facts.sessions {
      if session.channels.isEmpty { rows.append((session, nil)) }
      for channel in session.channels { rows.append((session, channel)) }
    }
    let shown = rows.suffix(Self.mostRows).reversed()
    var table = PageTable(
      "\(shown.count) of \(rows.count) sessions and channels, the newest first.",
      [
        "Began", "Name", "Kind", "Length", "Channel", "Cramps", "To the onset", "To let go", "Peak",
        "Tone before", "Tone after", "Repetitions", "Cramps each",
      ],
      numeric: [3, 5, 6, 7, 8, 9, 10, 11, 12]
    )
    for (session, channel) in shown { table.add(row(session, channel)) }
    return table.markup(label: "Sessions by channel")
  }

  private func row(
    _ session: SessionSummary,
    _ channel: SessionSummary.Channel?
  ) -> [Markup] {
    [
      "\(facts.calendar.dateAndTime(session.session.since))",
      "\(name: session.session.name)",
      "\(session.session.kind.rawValue)",
      "\(session.duration.map(Figure.length) ?? "open")",
      "\(name: channel?.place.channel ?? "–")",
      "\(channel?.count ?? session.count)",
      "\(channel?.onsetAfter.map(Figure.length) ?? "–")",
      "\(channel?.letGo.map(Figure.length) ?? "–")",
      "\(Figure.level(channel?.peak?.value, channel?.peak?.unit))",
      "\(Figure.level(channel?.toneBefore?.value, channel?.toneBefore?.unit))",
      "\(Figure.level(channel?.toneAfter?.value, channel?.toneAfter?.unit))",
      "\(channel?.repetitions ?? 0)",
      "\(channel?.crampsPerRepetition.map { Figure.short($0, decimals: 2) } ?? "–")",
    ]
  }
}
