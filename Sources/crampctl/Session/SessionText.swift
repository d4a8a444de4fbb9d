import CrampHistory
import CrampModel

/// A session in plain words.
struct SessionText {
  /// How many earlier sessions are shown.
  private static let mostEarlier = 10

  private let summary: SessionSummary
  private let sessions: [SessionSummary]

  /// A page about a session, beside others of its name.
  init(_ summary: SessionSummary, among sessions: [SessionSummary]) {
    self.summary = summary
    self.sessions = sessions
  }

  /// The page, with a line feed at its end.
  var page: String {
    guard summary.end != nil else {
      return head + "It is open: what it was is told when it ends.\n"
    }
    return [head + channels, movements, cramps, earlier].filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  /// The sessions in rows.
  static func list(_ sessions: [SessionSummary]) -> String {
    guard !sessions.isEmpty else {
      return "no session yet; `crampctl session start NAME` begins one\n"
    }
    var table = TextTable(
      ["began", "length", "kind", "cramps", "id", "name"],
      numeric: [3],
      indent: 0
    )
    for summary in sessions {
      table.add([
        LocalTime.dateAndTime(summary.session.since),
        summary.duration.map { NumberText.length($0) } ?? "open", summary.session.kind.rawValue,
        summary.end == nil ? "" : String(summary.count),
        String(summary.session.id.description.prefix(13)), summary.session.name,
      ])
    }
    return table.text
  }

  // MARK: Parts

  private var head: String {
    let session = summary.session
    var line = "Session \"\(TextTable.plain(session.name))\" (\(session.kind.rawValue)), "
    line += LocalTime.dateAndTime(session.since)
    if let duration = summary.duration {
      line += ", \(NumberText.length(duration)): \(NumberText.count(summary.count, "cramp"))"
    }
    if summary.reason == .forgotten { line += "; it was never ended, and closed after a day" }
    return line + "\n"
  }

  private var channels: String {
    var table = TextTable(
      ["channel", "cramps", "came after", "let go within", "peak", "tone before", "tone after"],
      numeric: [1]
    )
    for channel in summary.channels {
      table.add([
        name(channel.place), String(channel.count), Self.length(channel.onsetAfter),
        Self.length(channel.letGo), Self.level(channel.peak), Self.level(channel.toneBefore),
        Self.level(channel.toneAfter),
      ])
    }
    return table.isEmpty ? "" : table.text
  }

  private var movements: String {
    var table = TextTable(
      ["movement", "repetitions", "cramps", "cramps per repetition"],
      numeric: [1, 2, 3]
    )
    for movement in summary.movements {
      table.add([
        movement.name, String(movement.repetitions), String(movement.count),
        NumberText.short(movement.crampsPerRepetition),
      ])
    }
    return table.isEmpty ? "" : table.text
  }

  private var cramps: String {
    var table = TextTable(
      ["cramp on", "episode", "came after", "lasted", "let go within", "peak", "movement"]
    )
    for cramp in summary.cramps {
      table.add([
        name(cramp.place), String(cramp.episode.description.prefix(13)),
        Self.length(cramp.onsetAfter), cramp.duration.map { NumberText.length($0) } ?? "still on",
        Self.length(cramp.letGo), Self.level(cramp.peak),
        cramp.movement.map { summary.movements[$0].name } ?? "",
      ])
    }
    return table.isEmpty ? "" : table.text
  }

  /// Earlier sessions of the same name, and whether it is getting less.
  private var earlier: String {
    let earlier = SessionComparison.earlier(than: summary, in: sessions)
    guard !earlier.isEmpty else { return "" }
    var table = TextTable(
      ["began", "length", "cramps", "came after", "let go within", "per repetition"],
      numeric: [2]
    )
    for other in earlier.suffix(Self.mostEarlier) {
      let share =
        other.repetitions == 0 ? nil : other.channels.compactMap(\.crampsPerRepetition).max()
      table.add([
        LocalTime.dateAndTime(other.session.since),
        other.duration.map { NumberText.length($0) } ?? "", String(other.count),
        Self.length(other.onsetAfter), Self.length(other.letGo),
        share.map { NumberText.short($0) } ?? "-",
      ])
    }
    let rows = SessionComparison(of: summary, with: sessions).rows
    return "Earlier sessions of this name\n" + table.text + "\n"
      + rows.map { sentence($0) + "\n" }.joined()
      + "A few sessions differ by chance alone; crampd is not a medical device.\n"
  }

  /// The channel's name, with the sensor where another has a channel of that name.
  private func name(_ place: SessionSummary.Place) -> String {
    let isShared = summary.channels.contains {
      $0.place.channel == place.channel && $0.place.sensor != place.sensor
    }
    guard isShared, let sensor = place.sensor else { return place.channel }
    return "\(place.channel) (\(sensor))"
  }

  private func sentence(_ row: SessionComparison.Row) -> String {
    let words: (name: String, now: String, before: String)
    switch row.measure {
    case .cramps: words = ("Cramps", NumberText.short(row.now), NumberText.short(row.before))
    case .onsetAfter:
      words = ("Time until a cramp came", NumberText.length(row.now), NumberText.length(row.before))
    case .letGo:
      words = ("Time until it let go", NumberText.length(row.now), NumberText.length(row.before))
    case .crampsPerRepetition(let movement):
      words = (
        "Cramps per repetition of \(TextTable.plain(movement))", NumberText.short(row.now),
        NumberText.short(row.before)
      )
    case .toneAfter(let place, let unit):
      words = (
        "Tone after it on \(TextTable.plain(name(place)))",
        "\(NumberText.significant(row.now)) \(unit)", NumberText.significant(row.before)
      )
    }
    let change =
      switch row.change {
      case .less: "less"
      case .aboutTheSame: row.now == row.before ? "the same" : "about the same"
      case .more: "more"
      }
    let of = row.sessions == 1 ? "the session before" : "the median of \(row.sessions) before"
    return "\(words.name): \(words.now), \(of) \(words.before): \(change)"
  }

  private static func length(_ seconds: Double?) -> String {
    seconds.map { NumberText.length($0) } ?? "-"
  }

  private static func level(_ level: SessionLevel?) -> String {
    level.map { "\(NumberText.significant($0.value)) \($0.unit)" } ?? "-"
  }
}
