import CrampModel
import CrampRoutine

/// The tone before, during and after each hold of a routine.
struct RoutineReport {
  let words: RoutineWords
  let holds: [RoutineDiary.Hold]
  let channels: [MeasuredChannel]
  let events: [CrampEvent]

  /// The table with what it leaves open.
  var text: String {
    guard !holds.isEmpty else { return "no hold was done\n" }
    var table = TextTable(
      ["hold", "channel", "before", "during", "after", "change"],
      numeric: [2, 3, 4, 5]
    )
    var seen: [HoldTone] = []
    for hold in holds {
      let phase = words.phases[hold.phase]
      for channel in MeasuredChannel.fitting(words.routine.steps[phase.step], among: channels) {
        let own = events.filter(channel.isToldBy(_:))
        let tones = [hold.before, hold.during, hold.after].map { HoldTone(own, in: $0) }
        seen += tones
        let change = tones[2].change(from: tones[0])
        table.add(
          [words.step(of: phase), channel.name] + tones.map(Self.cell)
            + [change.map(Self.percent) ?? "?"]
        )
      }
    }
    return "\nTone of the muscle before, during and after each hold:\n" + table.text + notes(seen)
  }

  private func notes(_ seen: [HoldTone]) -> String {
    var notes = ["change: the tone after the hold against the one before it."]
    if seen.contains(where: { if case .level = $0 { true } else { false } }) {
      notes.append("(in brackets): the level, because the muscle was still for less than 10 s.")
    }
    if seen.contains(.tooShort) {
      notes.append("short: a tone needs 10 s in which the muscle is still.")
    }
    if seen.contains(.bad) {
      notes.append("bad: the signal could not be judged; see `crampctl status`.")
    }
    if seen.contains(.absent) { notes.append("none: the daemon told of no tone then.") }
    return notes.map { "  \($0)\n" }.joined()
  }

  private static func cell(_ tone: HoldTone) -> String {
    switch tone {
    case .tone(let value, let unit): "\(NumberText.significant(value)) \(unit)"
    case .level(let value, let unit): "(\(NumberText.significant(value)) \(unit))"
    case .tooShort: "short"
    case .bad: "bad"
    case .absent: "none"
    }
  }

  private static func percent(_ share: Double) -> String {
    "\(share >= 0 ? "+" : "")\(NumberText.fixed(100 * share, decimals: 0)) %"
  }
}
