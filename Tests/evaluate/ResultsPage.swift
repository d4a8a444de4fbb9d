import Foundation
import SignalSimulation

/// The results as a page of Markdown.
struct ResultsPage {
  let set: SubjectSet
  let tally: Tally
  let peers: [PeerResult]
  let peerNote: String
  let seconds: Double

  /// The page.
  var text: String {
    var page = "# Evaluation: \(set.rawValue) set\n\n"
    page += """
      \(tally.outcomes.count) simulated recordings, \(Text.number(tally.hours, 0)) h, default \
      settings, made and judged in \(Text.number(seconds, 0)) s. Events closer than 10 s are one; a \
      detection may begin 3 s early and end 10 s late; any overlap counts. Contrast: 20 log10 of \
      the RMS of the cramp's own EMG in its plateau over the RMS of rest (tone, amplifier noise, \
      converter steps), both rendered clean, 20 Hz to min(450 Hz, 0.45 of the rate), best channel. \
      A cramp's truth begins where its own level reaches twice rest or half its plateau, whichever \
      is less. In practice every contraction that is held 4 s or more is to be found.


      """
    page += "## Bars\n\n" + bars
    page += "## By situation\n\n" + situations
    page += "## Sensitivity by contrast and sensor\n\n" + bySetup
    page += "## By difficulty (night and exercise, 10 s or more, 3 dB or more)\n\n" + byDifficulty
    page += "## False cramps by cause\n\n" + byCause
    page += "## Warnings and spasms\n\n" + PrecursorSection(tally).text
    page += "## Peers\n\n" + peerNote + "\n\n" + peerTable
    page += "## Missed\n\n" + missed
    page += "## Late or early onsets (more than 2 s)\n\n" + displaced
    page += "## False cramps\n\n" + alarms
    return page
  }

  private var bars: String {
    let rows = Bar.all(tally).map { bar in
      let demand =
        switch bar.demand {
        case .atLeast(let least): "at least \(Text.number(least))"
        case .atMost(let most): "at most \(Text.number(most))"
        }
      let verdict = bar.isMet.map { $0 ? "met" : "**missed**" } ?? "-"
      return [bar.name, demand, Text.number(bar.measured, 3), verdict, bar.basis]
    }
    return Text.table(["bar", "demanded", "measured", "", "basis"], rows, left: [0, 3, 4])
  }

  private var situations: String {
    let rows = Scenario.DrawnKind.allCases.map { kind in
      let part = tally.of(kind)
      let found = part.visible(6..<200).filter(\.isFound)
      return [
        kind.rawValue, Text.number(part.hours, 1), "\(part.cramps.count)",
        share(part.visible(6..<200)), share(part.visible(3..<6)),
        share(part.cramps.filter { $0.length < 10 }), "\(part.falseAlarms.count)",
        Text.number(part.falsePerHour().map { 8 * $0 }),
        Text.number(part.falsePerHour { $0.cause.hasPrefix("voluntary hold of") }.map { 8 * $0 }),
        pair(found, \.onsetError), pair(found, \.releaseError),
        Text.number(found.quantile(0.5, of: \.suspectedAfter), 1),
        Text.number(found.quantile(0.5, of: \.confirmedAfter), 1),
      ]
    }
    return Text.table(
      [
        "situation", "hours", "events", "6 dB or more, 10 s", "3 to 6 dB, 10 s", "shorter",
        "false", "false in 8 h", "without long voluntary holds", "onset error p50 / p90",
        "release error p50 / p90", "to suspected", "to onset",
      ],
      rows
    )
  }

  private var bySetup: String {
    let bands: [Range<Double>] = [3..<6, 6..<9, 9..<12, 12..<18, 18..<200]
    let rows = SensorSetup.electrodes.map { setup in
      let part = tally.of(.night, .exercise).of(setup)
      return [setup.rawValue] + bands.map { share(part.visible($0)) }
        + [
          Text.number(part.of(.night).falsePerHour().map { 8 * $0 }),
          Text.number(part.of(.exercise).falsePerHour()),
          "\(tally.of(.leadOff, .hum, .noise).of(setup).falseAlarms.count)",
        ]
    }
    return Text.table(
      [
        "sensor", "3 to 6 dB", "6 to 9", "9 to 12", "12 to 18", "18 and more",
        "false in a night", "false in an hour of exercise", "false in faults",
      ],
      rows
    )
  }

  private var byDifficulty: String {
    let cramps = tally.of(.night, .exercise).visible(3..<200)
    let groups = Dictionary(grouping: cramps, by: \.difficulty).sorted { $0.key < $1.key }
    let rows = groups.map { name, group in
      [name, share(group), pair(group, \.onsetError), pair(group, \.releaseError)]
    }
    return Text.table(["difficulty", "found", "onset error", "release error"], rows)
  }

  private var byCause: String {
    var rows: [[String]] = []
    for kind in Scenario.DrawnKind.allCases {
      let part = tally.of(kind)
      for cause in part.causes {
        let rate = part.hours > 0 ? Double(cause.count) / part.hours : 0
        rows.append([
          kind.rawValue, cause.name, "\(cause.count)", Text.number(8 * rate), Text.number(rate),
        ])
      }
    }
    return Text.table(["situation", "cause", "count", "in 8 h", "in an hour"], rows, left: [0, 1])
  }

  private var missed: String {
    let rows = tally.cramps.filter { !$0.isFound && $0.contrast >= 3 && $0.length >= 4 }
      .map { cramp in
        [
          "`\(cramp.trial.specification)`", Text.clock(cramp.span.lowerBound),
          Text.number(cramp.length, 1), Text.number(cramp.contrast, 1),
          Text.number(cramp.rise, 1), Text.number(cramp.depth), cramp.difficulty,
          cramp.company.joined(separator: ", "), cramp.remarks,
        ]
      }
    return Text.table(
      ["recording", "at", "length", "dB", "rise", "depth", "difficulty", "with", "detector"],
      rows,
      left: [0, 6, 7, 8]
    )
  }

  private var displaced: String {
    let rows = tally.of(.night, .exercise).visible(6..<200)
      .filter { abs($0.onsetError ?? 0) > 2 }
      .map { cramp in
        [
          "`\(cramp.trial.specification)`", Text.clock(cramp.span.lowerBound),
          Text.number(cramp.onsetError, 1), Text.number(cramp.length, 1),
          Text.number(cramp.contrast, 1), Text.number(cramp.rise, 1),
          cramp.company.joined(separator: ", "),
        ]
      }
    return Text.table(
      ["recording", "at", "error", "length", "dB", "rise", "with"],
      rows,
      left: [0, 6]
    )
  }

  private var alarms: String {
    let rows = tally.falseAlarms.map { alarm in
      [
        "`\(alarm.trial.specification)`", Text.clock(alarm.span.lowerBound),
        Text.number(alarm.span.upperBound - alarm.span.lowerBound, 1), alarm.cause,
      ]
    }
    return Text.table(["recording", "at", "length", "cause"], rows, left: [0, 3])
  }

  private var peerTable: String {
    guard !peers.isEmpty else { return "" }
    return Text.table(PeerResult.columns, peers.map(\.row), left: [0, 1])
  }

  private func share(_ cramps: [FoundCramp]) -> String {
    let found = cramps.count { $0.isFound }
    return cramps.isEmpty ? "-" : "\(Text.number(cramps.sensitivity)) (\(found)/\(cramps.count))"
  }

  private func pair(_ cramps: [FoundCramp], _ value: (FoundCramp) -> Double?) -> String {
    let found = cramps.filter(\.isFound)
    let middle = Text.number(found.magnitude(0.5, of: value))
    return "\(middle) / \(Text.number(found.magnitude(0.9, of: value), 1))"
  }
}
