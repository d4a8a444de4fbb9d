import CrampHistory
import CrampModel

/// Nights and sessions, week by week.
struct CalendarSection {
  /// Half a year; what is older is in the diary and in the tables.
  private static let mostWeeks = 26

  private let facts: ReportFacts

  init(_ facts: ReportFacts) {
    self.facts = facts
  }

  /// The section; `nil` without a night.
  var markup: Markup? {
    let nights = facts.diary.nights
    guard let first = nights.first?.date, let last = nights.last?.date else { return nil }
    let end = last.day + 6 - last.weekday
    let begin = max(first.day - first.weekday, end - 7 * Self.mostWeeks + 1)
    let byDay = Dictionary(uniqueKeysWithValues: nights.map { ($0.date.day, $0) })
    let weeks = stride(from: begin, through: end, by: 7).map { monday -> Markup in
      let days = (monday..<monday + 7).map { cell(byDay[$0], day: $0) }
      let week = LocalCalendar.short(NightDate(day: monday))
      return
        "<tr><th scope=\"row\"><span class=\"hidden\">week of </span>\(week)</th>\(days)</tr>\n"
    }
    let heads = LocalCalendar.weekdays.map { "<th scope=\"col\">\($0)</th>" as Markup }
    return """
      <section aria-labelledby="calendar"><h2 id="calendar">Nights and sessions</h2>
      <p>Each field is a night, from noon to noon, under the date of its evening: the cramps that \
      came by themselves, the hours that could be judged, and ◆ for a session. A dash means that \
      nothing was judged.</p>
      <div class="wide calendar" role="region" aria-label="Calendar of nights" tabindex="0"><table>
      <caption>\(caption)</caption>
      <thead><tr><th scope="col">Week of</th>\(heads)</tr></thead>
      <tbody>
      \(weeks)</tbody></table></div>
      </section>

      """
  }

  private var caption: String {
    let weeks = (facts.diary.nights.count + 6) / 7
    return weeks > Self.mostWeeks
      ? "The newest \(Self.mostWeeks) weeks; earlier nights are in the diary."
      : "Times are those of the clocks here, \(facts.input.zone)."
  }

  private func cell(_ night: DiaryNight?, day: Int) -> Markup {
    let date = NightDate(day: day).evening.day
    guard let night else { return "<td><span class=\"soft\">\(date)</span></td>" }
    let count = night.spontaneous.count
    let sessions = night.sessions.isEmpty ? "" : sessionMark(night.sessions.count)
    guard night.watched > 0 || count > 0 else {
      return """
        <td><span class="soft">\(date)</span> –<span class="hidden"> not observed</span>\(sessions)</td>
        """
    }
    let kind = count == 0 ? "calm" : count == 1 ? "some" : "many"
    return """
      <td class="\(kind)"><span class="soft">\(date)</span> <b>\(count)\
      <span class="hidden"> \(count == 1 ? "cramp" : "cramps"),</span></b> \
      \(Figure.hours(night.watched)) h\(sessions)</td>
      """
  }

  private func sessionMark(_ count: Int) -> Markup {
    let marks = String(repeating: "◆", count: min(count, 4))
    return """
       <span aria-hidden="true">\(marks)</span><span class="hidden">, \(Figure.count(count, "session"))</span>
      """
  }
}
