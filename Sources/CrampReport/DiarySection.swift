import CrampHistory
import CrampModel

/// The diary as trials of treatments keep it.
struct DiarySection {
  /// Rows of nights; older ones are in the tables beside the page.
  private static let mostRows = 400

  private let facts: ReportFacts

  init(_ facts: ReportFacts) {
    self.facts = facts
  }

  var markup: Markup {
    """
    <section aria-labelledby="diary"><h2 id="diary">Diary</h2>
    <p>The fields are those that trials of treatments ask for: how many cramps a night, how long, how \
    severe and how much they disturbed sleep on scales from 0 to 10, side and muscle. What the \
    detector found and what you said are in columns of their own; false alarms count for nothing, \
    and cramps in practice or exercise are not the night's. Severity and sleep are the highest of \
    the night.</p>
    \(table)
    </section>

    """
  }

  private var table: Markup {
    let nights = facts.diary.nights.filter {
      $0.watched > 0 || !$0.entries.isEmpty || !$0.sessions.isEmpty
    }
    guard !nights.isEmpty else { return "<p>There is no night to tell of.</p>" }
    let shown = nights.suffix(Self.mostRows).reversed()
    let caption =
      nights.count > shown.count
      ? "The newest \(shown.count) of \(nights.count) nights, the newest first."
      : "\(Figure.count(nights.count, "night")), the newest first."
    var table = PageTable(
      "\(caption)",
      [
        "Evening of", "Judged, h", "Found", "Confirmed", "Missed", "False alarms", "In sessions",
        "Together, min", "Severity", "Sleep", "Side", "Muscle or channel",
      ],
      numeric: [1, 2, 3, 4, 5, 6, 7, 8, 9],
      names: 11
    )
    for night in shown { table.add(row(night)) }
    return table.markup(label: "Diary of nights")
  }

  private func row(_ night: DiaryNight) -> [Markup] {
    let muscles = night.muscles.map { "\(name: $0) " as Markup }
    return [
      "\(night.date.description)",
      "\(Figure.hours(night.watched))",
      "\(night.detected.count)",
      "\(night.confirmed.count { !$0.isOwn })",
      "\(night.missed.count)",
      "\(night.falseAlarms.count)",
      "\(night.provoked.count)",
      "\(night.duration.map { Figure.fixed($0 / 60) } ?? "–")",
      "\(night.severity.map { Figure.short($0) } ?? "–")",
      "\(night.sleepDisturbance.map { Figure.short($0) } ?? "–")",
      "\(night.sides.joined(separator: ", "))",
      "\(muscles)",
    ]
  }
}
