import CrampHistory
import CrampModel

/// Each episode, the newest one by one and all of them in a table.
struct EpisodesSection {
  /// Rows of the table; older ones are in the tables beside the page.
  private static let mostRows = 1_000

  private let facts: ReportFacts
  private let signals: [EventID: [EpisodeSignal]]

  init(_ facts: ReportFacts) {
    self.facts = facts
    signals = Dictionary(grouping: facts.input.signals, by: \.episode)
  }

  var markup: Markup {
    let entries = facts.diary.entries
    let found = entries.filter { !$0.isOwn }
    let shown = found.suffix(facts.input.mostShown).reversed()
    let cards = shown.enumerated().compactMap { index, entry in
      entry.episode.map { card(entry, $0, identity: "e\(index + 1)") }
    }
    return """
      <section aria-labelledby="episodes"><h2 id="episodes">Episodes</h2>
      \(entries.isEmpty ? "<p>There is no episode to show.</p>" : table(entries))
      \(shown.count < found.count ? rest(shown.count, found.count) : "")
      \(kept(shown.compactMap(\.episode)))
      \(shown.isEmpty ? "" : SignalLegend.markup)
      \(cards)
      </section>

      """
  }

  private func rest(_ shown: Int, _ found: Int) -> Markup {
    "<p>Of \(found) episodes the newest \(shown) follow one by one.</p>"
  }

  /// What is said where samples are missing, and how to have them next time.
  private func kept(_ shown: [CrampEpisode]) -> Markup {
    let without = shown.count { signals[$0.id] == nil }
    guard without > 0 else { return "" }
    let all = without == shown.count ? "these episodes" : "\(without) of these episodes"
    return """
      <p class="note">Of \(all) no samples are at hand: what is said of them comes from their events \
      alone. The daemon keeps the samples around each cramp unless <code>clips: false</code> stands in \
      its configuration; how many and for how long is said by the keys below <code>clips</code>.</p>
      """
  }

  private func table(_ entries: [DiaryEntry]) -> Markup {
    let shown = entries.suffix(Self.mostRows).reversed()
    let caption =
      "\(shown.count) of \(entries.count), the newest first; times in \(facts.input.zone)."
    var table = PageTable(
      "\(caption)",
      [
        "Onset", "Length", "Channels", "Peak", "Over rest", "Severity", "Sleep", "Your word",
        "Where",
      ],
      numeric: [1, 3, 4, 5, 6],
      names: 2
    )
    for entry in shown {
      let strongest = entry.episode?.strongest
      table.add([
        "\(facts.calendar.dateAndTime(entry.time))",
        "\(entry.duration.map(Figure.length) ?? "not known")",
        entry.channels.isEmpty
          ? "\(name: entry.label?.muscle ?? "–")" : "\(Self.names(entry.channels))",
        "\(Figure.level(strongest?.peak, strongest?.unit))",
        "\(strongest?.peakRatio.map { "\(Figure.short($0, decimals: 1)) ×" } ?? "–")",
        "\(entry.label?.severity.map { Figure.short($0) } ?? "–")",
        "\(entry.label?.sleepDisturbance.map { Figure.short($0) } ?? "–")",
        Self.word(entry),
        entry.session.map { "\(name: $0.name) (\($0.kind.rawValue))" } ?? "by itself",
      ])
    }
    return table.markup(label: "All episodes")
  }

  static func names(_ channels: [String]) -> [Markup] {
    channels.enumerated().map { $0 > 0 ? ", \(name: $1)" : "\(name: $1)" }
  }

  static func word(_ entry: DiaryEntry) -> Markup {
    switch entry.label?.verdict {
    case .confirmed: "<span class=\"tag\">confirmed</span>"
    case .falseAlarm: "<span class=\"tag\">false alarm</span>"
    case .missed: "<span class=\"tag\">missed by the detector</span>"
    case nil: "–"
    }
  }

  private func card(_ entry: DiaryEntry, _ episode: CrampEpisode, identity: String) -> Markup {
    let signals = signals[episode.id] ?? []
    let details = EpisodeDetails(entry, episode, calendar: facts.calendar)
    return """
      <article aria-labelledby="\(identity)"><h3 id="\(identity)">\
      \(facts.calendar.dateAndTime(episode.begin)), \(Self.names(entry.channels)) \(entry.label?.verdict == nil ? "" : Self.word(entry))</h3>
      \(details.markup)
      \(figures(signals, episode, identity))
      </article>

      """
  }

  private func figures(
    _ signals: [EpisodeSignal],
    _ episode: CrampEpisode,
    _ identity: String
  ) -> Markup {
    let course = episode.strongest
    let main =
      signals.first { $0.channel == course.channel && $0.sensor == course.onset.sensor ?? "" }
    var figures: [Markup] = []
    if let main {
      let onset = course.begin.seconds(since: episode.begin)
      let drawing = SignalDrawing(main, course)
      figures.append(
        "<figure>\(drawing.markup(identity: "\(identity)s", onset: onset))</figure>\n"
      )
      let frequency = course.onset.number(.medianFrequency)
      if let drawn = SpectrumDrawing(main, medianFrequency: frequency).markup(
        identity: "\(identity)f"
      ) {
        figures.append("<figure>\(drawn)</figure>\n")
      }
    }
    let others = signals.sorted { $0.channel < $1.channel }
    if let lanes = LanesDrawing(others, episode).markup(identity: "\(identity)l") {
      figures.append("<figure>\(lanes)</figure>\n")
    }
    guard !figures.isEmpty else { return "<p class=\"soft\">No samples of it are at hand.</p>" }
    return "<div class=\"grid\">\(figures)</div>"
  }
}
