import CrampHistory
import CrampModel

/// How it was decided, and what this page is not.
struct MethodSection {
  private let facts: ReportFacts

  init(_ facts: ReportFacts) {
    self.facts = facts
  }

  var markup: Markup {
    """
    <section aria-labelledby="method"><h2 id="method">How it was decided</h2>
    <p>A channel contracts when its RMS over 250 ms stays above a level that was set from its own \
    rest. It is called a cramp when it stays up without falling back between bursts, for as long as \
    the profile asks. Suspicions that came to nothing: \(dismissed).</p>
    \(used)
    <h3>Limits</h3>
    <ul>
    <li>This is not a medical device. It makes no diagnosis, and its numbers are no reason to begin, \
    change or stop a treatment. Show them to a doctor as a diary.</li>
    <li>One channel cannot tell a cramp from a steady contraction on purpose. Short cramps that are \
    stretched away at once may only have been suspected.</li>
    <li>Levels depend on where the electrodes lie and on the skin; they compare best within a \
    night.</li>
    <li>No published detector of cramps was found to compare with.</li>
    </ul></section>

    """
  }

  private var dismissed: String {
    let count = facts.input.events.count { $0.type == .crampDismissed }
    return count == 0 ? "none" : String(count)
  }

  private var used: Markup {
    struct Use: Hashable {
      let profile: String
      let detector: String
    }
    var uses: [Use: Int] = [:]
    for event in facts.input.events where event.type == .crampOnset {
      let use = Use(
        profile: event.text(.profile) ?? "not said",
        detector: event.text(.detector) ?? "not said"
      )
      uses[use, default: 0] += 1
    }
    guard !uses.isEmpty else { return "" }
    var table = PageTable(
      "With what the onsets were decided.",
      ["Profile", "Detector", "Onsets"],
      numeric: [2]
    )
    let rows = uses.sorted { ($1.value, $0.key.profile) < ($0.value, $1.key.profile) }
    for (use, count) in rows.prefix(50) {
      table.add(["\(name: use.profile)", "\(name: use.detector)", "\(count)"])
    }
    return table.markup(label: "Profiles and detectors")
  }
}
