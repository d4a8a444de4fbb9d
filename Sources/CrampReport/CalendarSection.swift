import CrampHistory
import CrampModel

/// Nights and sessions, week by week.
struct CalendarSection {
  /// Half a year; what is older is in the diary and in the tables.
  private static let mostWeeks = 26

  private let facts: ReportFacts
  private let nights: [Int: DiaryNight]
  private let sessions: [Int: [SessionSummary]]
  /// The Mondays of weeks in which there was anything.
  private let mondays: [Int]

  init(_ facts: ReportFacts) {
    self.facts = facts
    let known = facts.diary.nights.filter { $0.watched > 0 || !$0.entries.isEmpty }
    nights = Dictionary(uniqueKeysWithValues: known.map { ($0.date.day, $0) })
    sessions = Dictionary(grouping: facts.sessions) {
      NightDate(onDateOf: $0.session.since, offset: facts.input.offset).day
    }
    let days = Set(nights.keys).union(sessions.keys)
    mondays = Set(days.map { $0 - NightDate(day: $0).weekday }).sorted()
  }

  /// The section; `nil` without a night and a session.
  var markup: Markup? {
    let shown = mondays.suffix(Self.mostWeeks)
    guard let first = shown.first else { return nil }
    let weeks = zip([first - 7] + shown, shown).map { before, monday -> Markup in
      "\(pause(from: before + 7, to: monday))\(week(monday))"
    }
    let heads = LocalCalendar.weekdays.map { "<th scope=\"col\">\($0)</th>" as Markup }
    return """
      <section aria-labelledby="calendar"><h2 id="calendar">Nights and sessions</h2>
      <p>Each field is a night, from noon to noon, under the date of its evening: the cramps that \
      came by themselves, the hours that could be judged, and ◆ for a session that began on that date. \
      A dash means that nothing was judged.</p>
      <div class="wide calendar" role="region" aria-label="Calendar of nights" tabindex="0"><table>
      <caption>\(caption)</caption>
      <thead><tr><th scope="col">Week of</th>\(heads)</tr></thead>
      <tbody>
      \(weeks)</tbody></table></div>
      </section>

      """
  }

  private var caption: String {
    mondays.count > Self.mostWeeks
      ? "The newest \(Self.mostWeeks) weeks in which there was anything; earlier nights are in the diary."
      : "Times are those of the clocks here, \(facts.input.zone)."
  }

  private func week(_ monday: Int) -> Markup {
    let days = (monday..<monday + 7).map { cell($0) }
    let week = LocalCalendar.short(NightDate(day: monday))
    return "<tr><th scope=\"row\"><span class=\"hidden\">week of </span>\(week)</th>\(days)</tr>\n"
  }

  /// One row for weeks of which nothing is known.
  private func pause(from first: Int, to monday: Int) -> Markup {
    guard first < monday else { return "" }
    let week = LocalCalendar.short(NightDate(day: first))
    return """
      <tr><th scope="row">from \(week)</th><td colspan="7" class="soft">\
      \(Figure.count((monday - first) / 7, "week")): nothing observed</td></tr>

      """
  }

  private func cell(_ day: Int) -> Markup {
    let date = NightDate(day: day).evening.day
    let begun = sessions[day]?.count ?? 0
    let marks: Markup = begun == 0 ? "" : sessionMark(begun)
    guard let night = nights[day], night.watched > 0 || !night.spontaneous.isEmpty else {
      return """
        <td><span class="soft">\(date)</span> –<span class="hidden"> not observed</span>\(marks)</td>
        """
    }
    let count = night.spontaneous.count
    let kind = count == 0 ? "calm" : count == 1 ? "some" : "many"
    return """
      <td class="\(kind)"><span class="soft">\(date)</span> <b>\(count)\
      <span class="hidden"> \(count == 1 ? "cramp" : "cramps"),</span></b> \
      \(Figure.hours(night.watched)) h\(marks)</td>
      """
  }

  private func sessionMark(_ count: Int) -> Markup {
    let marks = String(repeating: "◆", count: min(count, 4))
    return """
       <span aria-hidden="true">\(marks)</span><span class="hidden">, \(Figure.count(count, "session"))</span>
      """
  }
}
