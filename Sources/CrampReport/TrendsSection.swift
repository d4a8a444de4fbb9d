import CrampHistory
import CrampModel

/// How things change over nights and weeks.
struct TrendsSection {
  private let facts: ReportFacts

  init(_ facts: ReportFacts) {
    self.facts = facts
  }

  var markup: Markup {
    let tone = toneCharts
    let charts = tone + [weeks].compactMap(\.self)
    let nothing: Markup = charts.isEmpty ? "<p>There is nothing to draw yet.</p>" : ""
    let caution: Markup = tone.isEmpty ? "" : "<p>\(ToneTrack.caution)</p>"
    return """
      <section aria-labelledby="trends"><h2 id="trends">Trends</h2>
      \(nothing)\(caution)
      <div class="grid">\(charts)</div>
      \(reserve)
      </section>

      """
  }

  private var toneCharts: [Markup] {
    facts.tone.enumerated().compactMap { index, track -> Markup? in
      let points = track.days.map { (night: NightDate(day: $0.day), number: $0.tone) }
      let chart = TrendChart(
        title: "Resting tone of \(track.channel) by night",
        unit: track.unit,
        series: [.init(name: track.channel, points: points)],
        line: track.line
      )
      guard let drawing = chart.markup(identity: "t\(index)") else { return nil }
      return """
        <figure>\(drawing)<figcaption>Resting tone of \(name: track.channel), the median of each \
        night without practice and exercise. \(words(track.trend))</figcaption></figure>

        """
    }
  }

  private func words(_ trend: ToneTrend?) -> Markup {
    guard let trend else {
      return "A trend needs \(ToneTrend.leastDays) nights with enough rest in them."
    }
    let sign = trend.percentPerWeek > 0 ? "+" : ""
    return """
      Trend: \(sign)\(Figure.fixed(trend.percentPerWeek)) % a week over \(trend.days) nights \
      (95 % interval \(ToneTrack.interval(of: trend))\(trend.isClear ? "" : ": no clear change")).
      """
  }

  /// Cramps by week, from Monday to Sunday evening; weeks that were not observed in full are hollow.
  private var weeks: Markup? {
    guard !facts.input.isRecording else { return nil }
    let byWeek = Dictionary(grouping: facts.diary.nights) { $0.date.day - $0.date.weekday }
    guard byWeek.count > 1, let first = byWeek.keys.min(), let last = byWeek.keys.max() else {
      return nil
    }
    let bars = stride(from: max(first, last - 7 * 51), through: last, by: 7).map { monday in
      let nights = byWeek[monday] ?? []
      return (
        name: LocalCalendar.short(NightDate(day: monday)),
        count: nights.reduce(0) { $0 + $1.spontaneous.count },
        isComplete: nights.count(where: \.isObserved) == 7
      )
    }
    let chart = BarChart(title: "Cramps by week", bars: bars)
    return """
      <figure>\(chart.markup(identity: "weeks"))<figcaption>Cramps by week that came by themselves, \
      found by the detector or told by you. Hollow: not all seven nights were observed.</figcaption>\
      </figure>

      """
  }

  private var reserve: Markup {
    guard !facts.tone.isEmpty else { return "" }
    var table = PageTable(
      """
      Reserve, this project's own word: the level at which your cramps begin on a channel over its \
      newest resting tone. It is not known to foretell anything.
      """,
      ["Channel", "Nights", "Newest tone", "Cramps begin at", "Reserve"],
      numeric: [1, 2, 3, 4]
    )
    for track in facts.tone {
      var row: [Markup] = [
        "\(name: track.channel)", "\(track.days.count)",
        "\(Figure.level(track.days.last?.tone, track.unit))",
      ]
      switch track.reserve {
      case .known(let reserve):
        row.append("\(Figure.level(reserve.onsetLevel, track.unit))")
        row.append("\(Figure.short(reserve.ratio, decimals: 1)) × (of \(reserve.cramps) cramps)")
      case .fewCramps(let count):
        row += ["–", "not known: \(count) of \(Reserve.leastCramps) cramps"]
      case .noTone: row += ["–", "not known: no resting tone"]
      case .noZero: row += ["–", "not known: the levels have no zero"]
      }
      table.add(row)
    }
    return "<h3>Reserve</h3>\n\(table.markup(label: "Reserve by channel"))"
  }
}
