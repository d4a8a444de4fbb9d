import Foundation
import SignalSimulation

/// The section of the results page about warnings and spasms, and its bars.
struct PrecursorSection {
  private let warnings: [Warnings]
  private let spasms: [Spasms]
  private let hours: Double

  init(_ tally: Tally) {
    let nights = tally.of(.night).outcomes
    warnings = nights.compactMap(\.warnings)
    spasms = nights.compactMap(\.spasms)
    hours = nights.reduce(0) { $0 + $1.hours }
  }

  /// The section's text and tables.
  var text: String {
    """
    Nights, with warnings switched on. A warning is false if no cramp begins within 5 min of it and \
    none is there. The simulator's tone rises for 41 s (SD 11) before two cramps in five, to 1.1 to \
    2.1 times rest, and its fasciculations begin 30 s before seven in ten, so that no detector can \
    reach a median lead of 60 s here; spells of fasciculations without a cramp come once an hour.


    """ + warningTable + alarms(warnings.flatMap(\.falseOnes), "false warnings by what went before")
      + spasmTable + alarms(spasms.flatMap(\.falseOnes), "false spasms by what they were")
  }

  /// The bars.
  var bars: [Bar] {
    [
      Bar(
        name: "night: lead of warnings, median, s",
        demand: .atLeast(60),
        measured: leads.quantile(0.5),
        basis: "\(leads.count) of \(cramps.count) cramps warned of"
      ),
      Bar(
        name: "night: false warnings in 8 h",
        demand: .atMost(0.5),
        measured: perNight(falseWarnings),
        basis: "\(falseWarnings) in \(Text.number(hours, 1)) h"
      ),
    ]
  }

  private var cramps: [Warnings.Precursor] { warnings.flatMap(\.cramps) }
  private var leads: [Double] { cramps.compactMap(\.lead) }
  private var falseWarnings: Int { warnings.reduce(0) { $0 + $1.falseOnes.count } }

  private func perNight(_ count: Int) -> Double? {
    hours > 0 ? 8 * Double(count) / hours : nil
  }

  private var warningTable: String {
    let count = warnings.reduce(0) { $0 + $1.count }
    let late = warnings.reduce(0) { $0 + $1.late }
    let chance = warnings.reduce(0) { $0 + $1.chance * Double($1.count) }
    let quartiles = [0.25, 0.5, 0.75].map { Text.number(leads.quantile($0), 1) }
    return Text.table(
      ["warnings", ""],
      [
        ["all", "\(count)"],
        ["false in 8 h", Text.number(perNight(falseWarnings))],
        ["in a cramp or within a minute after it", "\(late)"],
        ["cramps with a warning within 5 min before", share(cramps)],
        ["of those after rising tone", share(cramps.filter(\.hasTone))],
        ["of those after fasciculations", share(cramps.filter(\.hasFasciculations))],
        ["of those after neither", share(cramps.filter { !$0.hasTone && !$0.hasFasciculations })],
        ["warnings before a cramp if made at random times", Text.number(chance, 1)],
        ["lead, quartiles, s", quartiles.joined(separator: " / ")],
      ]
    )
  }

  private var spasmTable: String {
    let count = spasms.reduce(0) { $0 + $1.count }
    let found = spasms.reduce(0) { $0 + $1.found }
    let told = spasms.reduce(0) { $0 + $1.told }
    return Text.table(
      ["spasms", ""],
      [
        ["sensitivity", share(found, of: count)],
        ["precision", share(found, of: told)],
        ["false in 8 h", Text.number(perNight(told - found))],
      ]
    )
  }

  private func alarms(_ alarms: [FalseAlarm], _ name: String) -> String {
    let groups = Dictionary(grouping: alarms, by: \.cause)
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    return Text.table([name, "count"], groups.map { [$0.key, "\($0.value.count)"] })
  }

  private func share(_ cramps: [Warnings.Precursor]) -> String {
    share(cramps.count { $0.lead != nil }, of: cramps.count)
  }

  private func share(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "-" : "\(Text.number(Double(part) / Double(whole))) (\(part)/\(whole))"
  }
}
