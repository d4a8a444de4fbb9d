import CrampHistory
import CrampModel

/// Which muscles contracted before which others, and which did another's work.
struct ChainsSection {
  private static let mostRows = 100

  private let facts: ReportFacts

  init(_ facts: ReportFacts) {
    self.facts = facts
  }

  /// The section; `nil` where no more than one muscle had a part.
  var markup: Markup? {
    let order = order
    let work = work
    guard order != nil || work != nil else { return nil }
    return """
      <section aria-labelledby="chains"><h2 id="chains">Chains of muscles</h2>
      \(order ?? "")\(work ?? "")
      </section>

      """
  }

  private struct Pair: Hashable {
    let first: String
    let second: String
  }

  /// Pairs of channels of one cramp, by which began first.
  private var order: Markup? {
    var delays: [Pair: [Double]] = [:]
    var spread: [Pair: Int] = [:]
    for entry in facts.diary.entries where !entry.isFalseAlarm {
      let courses = entry.episode?.courses ?? []
      for (index, later) in courses.enumerated() {
        for earlier in courses[..<index] where earlier.channel != later.channel {
          let pair = Pair(first: earlier.channel, second: later.channel)
          delays[pair, default: []].append(later.begin.seconds(since: earlier.begin))
          if later.spreadFrom == earlier.channel { spread[pair, default: 0] += 1 }
        }
      }
    }
    guard !delays.isEmpty else { return nil }
    var table = PageTable(
      "Cramps on two channels: which of them contracted first, and how long before the other.",
      ["First", "Then", "Cramps", "Median delay", "Called a spread"],
      numeric: [2, 3, 4]
    )
    let rows = delays.sorted {
      ($1.value.count, $0.key.first, $0.key.second) < ($0.value.count, $1.key.first, $1.key.second)
    }
    for (pair, times) in rows.prefix(Self.mostRows) {
      table.add([
        "\(name: pair.first)", "\(name: pair.second)", "\(times.count)",
        "\(Figure.median(times).map { Figure.short($0, decimals: 2) } ?? "–") s",
        "\(spread[pair] ?? 0)",
      ])
    }
    return table.markup(label: "Order of contraction")
  }

  private var work: Markup? {
    let events = facts.input.events.filter { $0.type == .compensation }
    guard !events.isEmpty else { return nil }
    let shown = events.suffix(Self.mostRows).reversed()
    var table = PageTable(
      """
      One muscle of a chain took over the work of another; \(shown.count) of \(events.count), the \
      newest first. The rule behind it is experimental.
      """,
      ["When", "Chain", "Took over", "From", "Share of the work", "Before"],
      numeric: [4, 5]
    )
    for event in shown {
      table.add([
        "\(facts.calendar.dateAndTime(event.time))", "\(name: event.text(.chain) ?? "–")",
        "\(name: event.channel ?? "–")", "\(name: event.text(.from) ?? "–")",
        "\(event.number(.sharePercent).map { Figure.short($0, decimals: 0) } ?? "–") %",
        "\(event.number(.shareBeforePercent).map { Figure.short($0, decimals: 0) } ?? "–") %",
      ])
    }
    return table.markup(label: "Work taken over")
  }
}
