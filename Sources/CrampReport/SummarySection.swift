import CrampHistory
import CrampModel

/// What happened, in plain words.
struct SummarySection {
  /// Below so many observed nights chance decides much: trials count over two weeks (Behringer and
  /// others, Neuromodulation 2018).
  static let fewNights = 14

  private let facts: ReportFacts

  init(_ facts: ReportFacts) {
    self.facts = facts
  }

  var markup: Markup {
    """
    <section aria-labelledby="summary"><h2 id="summary">Summary</h2>
    \(paragraphs.map { "<p class=\"lead\">\($0)</p>\n" as Markup })
    \(tiles)
    </section>

    """
  }

  private var paragraphs: [Markup] {
    [looked, found, person, provoked, tone].compactMap(\.self)
  }

  private var looked: Markup {
    guard let range = facts.range else { return "The journal tells of nothing in this time." }
    let nights = facts.diary.nights.count { $0.watched > 0 || !$0.entries.isEmpty }
    let observed = facts.diary.observedNights.count
    let days = [range.lowerBound, range.upperBound].map(facts.calendar.date)
    let span = days[0] == days[1] ? "On \(days[0])" : "From \(days[0]) to \(days[1])"
    var text = "\(span), at least one muscle could be judged for "
    text += "\(Figure.length(facts.watched)). "
    if facts.input.isRecording { return "\(text)" }
    let limit = Figure.short(DiaryNight.leastWatched / 3_600)
    text += "Of \(Figure.count(nights, "night")), \(observed) "
    text += "\(observed == 1 ? "was" : "were") observed for \(limit) hours or more."
    if observed < Self.fewNights {
      text += " That is few: with fewer than \(Self.fewNights) nights, chance decides much of what "
      text += "the numbers below seem to say."
    }
    return "\(text)"
  }

  private var found: Markup {
    let detected = facts.spontaneous.filter { !$0.isOwn }
    guard !detected.isEmpty else {
      let other = facts.provoked.isEmpty ? "No cramp was found" : "No cramp came by itself"
      return """
        \(other) in the \(Figure.length(facts.watched)) that could be judged. What happened while \
        nothing could be judged, or in muscles without electrodes, is not known.
        """
    }
    let nights = facts.diary.nights.count { !$0.detected.isEmpty }
    var text = "The detector found \(Figure.count(detected.count, "cramp"))"
    if !facts.input.isRecording { text += " in \(Figure.count(nights, "night"))" }
    let observed = facts.diary.observedNights
    if !observed.isEmpty, !facts.input.isRecording {
      let rate = Double(observed.reduce(0) { $0 + $1.detected.count }) / Double(observed.count)
      text += ", \(Figure.fixed(rate, decimals: 2)) for each observed night"
    }
    text += "."
    if let median = Figure.median(detected.compactMap(\.duration)) {
      text += " Half of them lasted \(Figure.length(median)) or longer."
    }
    return "\(text)"
  }

  private var person: Markup? {
    guard !facts.input.isRecording else { return nil }
    let alarms = facts.falseAlarms.count
    let own = facts.spontaneous.count(where: \.isOwn)
    let confirmed = facts.spontaneous.count { !$0.isOwn && $0.isConfirmed }
    guard alarms + own + confirmed > 0 else {
      guard !facts.episodes.isEmpty else { return nil }
      return "Nobody has said yet which of them were cramps: <code>crampctl label</code>."
    }
    return """
      In your own words, \(confirmed) of the found ones \(confirmed == 1 ? "was a cramp" : "were cramps"), \
      \(Figure.count(alarms, "false alarm")) \(alarms == 1 ? "is" : "are") left out of all counts, \
      and \(Figure.count(own, "cramp")) came that the detector has missed.
      """
  }

  private var provoked: Markup? {
    let sessions = facts.sessions.filter {
      $0.session.kind == .practice || $0.session.kind == .exercise
    }
    guard !sessions.isEmpty || !facts.provoked.isEmpty else { return nil }
    return """
      In \(Figure.count(sessions.count, "session")) of practice or exercise there were \
      \(Figure.count(facts.provoked.count, "cramp")); they are counted apart from those of the nights.
      """
  }

  private var tone: Markup? {
    let clear = facts.tone.filter { $0.trend?.isClear ?? false }
    let words = clear.compactMap { track -> Markup? in
      guard let trend = track.trend else { return nil }
      let change = trend.percentPerWeek < 0 ? "fell" : "rose"
      let size = Figure.fixed(abs(trend.percentPerWeek))
      return """
        The resting tone of \(name: track.channel) \(change) by about \(size) % a week (95 % interval \
        \(ToneTrack.interval(of: trend))). 
        """
    }
    return words.isEmpty ? nil : "\(words)\(ToneTrack.caution)"
  }

  private var tiles: Markup {
    let counted = facts.spontaneous
    var parts: [(String, String)] = [
      ("hours judged", Figure.hours(facts.watched)),
      ("cramps found", String(counted.count { !$0.isOwn })),
    ]
    if !facts.input.isRecording {
      parts.insert(("nights observed", String(facts.diary.observedNights.count)), at: 0)
      parts.append(("cramps only you told of", String(counted.count(where: \.isOwn))))
      parts.append(("false alarms", String(facts.falseAlarms.count)))
      parts.append(("cramps in sessions", String(facts.provoked.count)))
    }
    let cells = parts.map { name, number -> Markup in
      "<div><dt>\(name)</dt><dd>\(number)</dd></div>\n"
    }
    return "<dl class=\"tiles\">\n\(cells)</dl>"
  }
}
