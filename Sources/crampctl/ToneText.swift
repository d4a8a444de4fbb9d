import CrampHistory
import CrampModel

/// What is known of the resting tone of one channel, for people: and what is not, and why.
struct ToneText {
  private let review: ToneReview
  private let sparkline: Sparkline

  init(_ review: ToneReview, _ glyphs: Glyphs) {
    self.review = review
    sparkline = Sparkline(glyphs)
  }

  /// A few lines, with a line feed after each.
  var text: String {
    let title = TextTable.plain("\(review.channel)  (\(review.sensor))") + "\n"
    let lines = [
      ("tone", now), ("usual", usual), ("days", days), ("hours", hours), ("trend", trend),
      ("reserve", reserve),
    ]
    return title
      + lines.map { name, words in
        "  \(name.padded(to: 8))  \(words.replacing("\n", with: "\n" + Self.indent))\n"
      }
      .joined()
  }

  private static let indent = String(repeating: " ", count: 12)
  /// Characters of a terminal that are left beside the names.
  private static let mostBars = 56

  private func level(_ level: Double) -> String {
    TextTable.plain("\(NumberText.significant(level)) \(review.unit)")
  }

  private var now: String {
    guard let newest = review.newest, let tone = newest.tone else {
      let still = review.spans.reduce(0) { $0 + $1.still }
      return "not known: the muscle was still for \(NumberText.length(still)) only, and tone needs "
        + "10 s of it in an hour"
    }
    let last = "\(level(tone)) until \(LocalTime.dateAndTime(newest.end))"
    guard let day = review.days.last else {
      return "\(last)\nno day has 10 minutes of a still muscle yet"
    }
    return "\(level(day.tone)) from noon of \(LocalDay.date(day.day)) on, still for "
      + "\(NumberText.length(day.still))\nmost lately \(last)"
  }

  private var usual: String {
    guard review.isElectrical else {
      return "not compared: how tight the strap is decides the level of a pressure or force"
    }
    guard let usual = review.usual, let ratio = review.ratio else {
      return "not known: it needs \(ToneWatch.leastDays) days before the newest, within "
        + "\(ToneWatch.memory), and there " + Self.number(max(0, review.days.count - 1))
    }
    let times = NumberText.fixed(ratio, decimals: 2)
    return "\(level(usual)); the newest day is at \(times) times that"
  }

  private var days: String {
    guard let first = review.days.first, let last = review.days.last else { return "none yet" }
    let newest = last.day
    let oldest = max(first.day, newest - Self.mostBars + 1)
    let tones = Dictionary(review.days.map { ($0.day, $0.tone) }) { $1 }
    let shown = (oldest...newest).map { tones[$0] }
    let known = shown.compactMap(\.self)
    let range = "\(NumberText.significant(known.min() ?? 0)) to \(level(known.max() ?? 0))"
    guard newest > oldest else { return "one: \(LocalDay.date(newest))" }
    return "\(sparkline.text(shown))\n\(LocalDay.date(oldest)) to \(LocalDay.date(newest)), "
      + "\(known.count) with data, \(range)"
  }

  private var hours: String {
    let tones = review.byHour.tones
    guard tones.contains(where: { $0 != nil }) else { return "none yet" }
    let turned = Array(tones[12...] + tones[..<12])
    return "\(sparkline.text(turned))\nfrom noon to noon, an hour each"
  }

  private var trend: String {
    guard review.isElectrical else { return "none, for the same reason" }
    guard let trend = review.trend else {
      return "too little to tell: it needs \(ToneTrend.leastDays) days with data, and there "
        + Self.number(review.days.count)
    }
    let interval = "95 % interval \(signed(trend.low)) to \(signed(trend.high))"
    let days = NumberText.count(trend.days, "day")
    guard trend.isClear else { return "no clear change (\(interval) % a week, \(days))" }
    let verb = trend.percentPerWeek < 0 ? "falls" : "rises"
    let size = NumberText.fixed(abs(trend.percentPerWeek))
    return "\(verb) by \(size) % a week (\(interval), \(days))"
  }

  private func signed(_ number: Double) -> String {
    let text = NumberText.fixed(number)
    return number > 0 && !text.allSatisfy({ "0.".contains($0) }) ? "+\(text)" : text
  }

  private static func number(_ count: Int) -> String {
    switch count {
    case 0: "is none"
    case 1: "is 1"
    default: "are \(count)"
    }
  }

  private var reserve: String {
    switch review.reserve {
    case .known(let reserve):
      return "cramps began at \(level(reserve.onsetLevel)) (median of \(reserve.cramps)), "
        + "\(NumberText.fixed(reserve.ratio)) times the tone"
    case .fewCramps(let count):
      return "not known: it needs \(Reserve.leastCramps) cramps of this channel, and there "
        + Self.number(count)
    case .noTone: return "not known: the tone is not"
    case .noZero: return "none: a pressure or force has no zero to count from"
    }
  }
}
