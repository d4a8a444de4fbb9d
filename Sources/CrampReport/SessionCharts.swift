import CrampHistory
import CrampModel

/// How sessions of one name, and movements in them, change: others do not compare.
struct SessionCharts {
  /// Drawings of each kind; the table has the others.
  private static let mostCharts = 8

  private struct Movement: Hashable {
    let session: String
    let name: String
  }

  private let ended: [SessionSummary]
  private let offset: LocalOffset

  init(_ facts: ReportFacts) {
    ended = facts.sessions.filter { $0.end != nil }
    offset = facts.input.offset
  }

  /// The drawings; none of what was done once.
  var markup: [Markup] { letGo + chased }

  private var letGo: [Markup] {
    var points: [String: [(night: NightDate, number: Double)]] = [:]
    for session in ended {
      let cramps = Figure.median(session.cramps.compactMap(\.letGo))
      guard let number = cramps ?? Figure.median(session.channels.compactMap(\.letGo)) else {
        continue
      }
      points[session.session.name, default: []].append((date(session), number))
    }
    return points.keys.sorted().compactMap { name in
      points[name].flatMap { chart("Time to let go, median, in \(name)", "s", $0) }
    }
    .prefix(Self.mostCharts).enumerated().compactMap { $1.figure(identity: "letgo\($0)") }
  }

  private var chased: [Markup] {
    var points: [Movement: [(night: NightDate, number: Double)]] = [:]
    for session in ended {
      for movement in session.movements {
        points[Movement(session: session.session.name, name: movement.name), default: []]
          .append((date(session), movement.crampsPerRepetition))
      }
    }
    let order = points.keys.sorted { ($0.session, $0.name) < ($1.session, $1.name) }
    return order.compactMap { movement in
      let name = movement.name.isEmpty ? "a movement" : movement.name
      let title = "Cramps for each repetition of \(name) in \(movement.session)"
      return points[movement].flatMap { chart(title, "cramps", $0) }
    }
    .prefix(Self.mostCharts).enumerated().compactMap { $1.figure(identity: "chase\($0)") }
  }

  private func date(_ session: SessionSummary) -> NightDate {
    NightDate(onDateOf: session.session.since, offset: offset)
  }

  private func chart(
    _ title: String,
    _ unit: String,
    _ points: [(night: NightDate, number: Double)]
  ) -> TitledChart? {
    guard points.count > 1 else { return nil }
    let title = PlainText.shortened(title)
    let chart = TrendChart(title: title, unit: unit, series: [.init(name: title, points: points)])
    return TitledChart(title: title, chart: chart)
  }

  private struct TitledChart {
    let title: String
    let chart: TrendChart

    func figure(identity: String) -> Markup? {
      chart.markup(identity: identity).map { drawing in
        "<figure>\(drawing)<figcaption>\(name: title), by session.</figcaption></figure>\n"
      }
    }
  }
}
