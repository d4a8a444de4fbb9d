import CrampHistory
import CrampModel

/// What the events say of one episode.
struct EpisodeDetails {
  private let entry: DiaryEntry
  private let episode: CrampEpisode
  private let calendar: LocalCalendar

  init(_ entry: DiaryEntry, _ episode: CrampEpisode, calendar: LocalCalendar) {
    self.entry = entry
    self.episode = episode
    self.calendar = calendar
  }

  var markup: Markup {
    let facts = detected + said
    let cells = facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" as Markup }
    return "<dl class=\"facts\">\(cells)</dl>\n\(order)\(unseen)"
  }

  private var detected: [(String, Markup)] {
    let course = episode.strongest
    var facts: [(String, Markup)] = [
      ("Length", "\(entry.duration.map(Figure.length) ?? "not known: no release was told")")
    ]
    if let peak = course.peak { facts.append(("Peak", "\(Figure.level(peak, course.unit))")) }
    if let ratio = course.peakRatio {
      facts.append(("Over rest", "\(Figure.short(ratio, decimals: 1)) ×"))
    }
    if let percent = course.release?.number(.peakMVCPercent) {
      facts.append(("Of your maximum", "\(Figure.short(percent, decimals: 0)) %"))
    }
    if let frequency = course.onset.number(.medianFrequency) {
      facts.append(("Median frequency", "\(Figure.short(frequency, decimals: 1)) Hz"))
    }
    if let confidence = course.onset.number(.confidence) {
      facts.append(("Confidence", "\(Figure.fixed(confidence, decimals: 2))"))
    }
    if let on = course.on, let rest = course.rest {
      let levels = "\(Figure.level(rest, course.unit)), \(Figure.level(on, course.unit))"
      facts.append(("Rest, level on", "\(levels)"))
    }
    if let kind = course.release?.text(.kind) { facts.append(("Release", "\(name: kind)")) }
    if let reason = course.release?.text(.reason), reason != "relaxed" {
      facts.append(("Ended because of", "\(name: reason)"))
    }
    return facts
  }

  private var said: [(String, Markup)] {
    guard let label = entry.label else { return [] }
    var facts: [(String, Markup)] = []
    if let severity = label.severity {
      facts.append(("Severity", "\(Figure.short(severity)) of 10"))
    }
    if let sleep = label.sleepDisturbance {
      facts.append(("Sleep disturbed", "\(Figure.short(sleep)) of 10"))
    }
    if let side = label.side { facts.append(("Side", "\(side.rawValue)")) }
    if let muscle = label.muscle { facts.append(("Muscle", "\(name: muscle)")) }
    if let text = label.text { facts.append(("Your note", "\(name: text)")) }
    return facts
  }

  /// Who contracted before whom.
  private var order: Markup {
    guard episode.courses.count > 1 else { return "" }
    let parts = episode.courses.enumerated().map { index, course -> Markup in
      let delay = Figure.short(course.begin.seconds(since: episode.begin), decimals: 2)
      return index == 0
        ? "\(name: course.channel)" : ", then \(name: course.channel) after \(delay) s"
    }
    return "<p>In order: \(parts).</p>\n"
  }

  private var unseen: Markup {
    guard episode.wasUnobserved else { return "" }
    return """
      <p class="note">For a part of it the signal was away, so that nobody knows what the muscle did \
      then.</p>

      """
  }
}
