import CrampModel
import SignalSimulation

/// What the warnings of one recording were worth; times in seconds.
struct Warnings: Sendable {
  /// A cramp at a person: all channels that see it together.
  struct Precursor: Sendable {
    /// Whether tone rose before it.
    let hasTone: Bool
    /// Whether there were fasciculations before it.
    let hasFasciculations: Bool
    /// From the first warning within five minutes before it to its onset; `nil` without one.
    let lead: Double?
  }

  let cramps: [Precursor]
  /// Warnings after which no cramp begins within five minutes, none being there.
  let falseOnes: [FalseAlarm]
  /// Warnings within a cramp or a minute after it: neither lead nor alarm.
  let late: Int
  /// All warnings.
  let count: Int
  /// Share of the recording from which a cramp begins within five minutes: a warning at a random
  /// time has this chance.
  let chance: Double

  /// How far ahead a warning counts.
  static let horizon = 300.0

  /// Judges the warnings of a trial.
  init(_ trial: Trial, _ scenario: Scenario, _ labels: [Label], _ events: [CrampEvent]) {
    let spans = Self.cramps(scenario, labels)
    let start = scenario.start
    let warnings = events.filter { $0.type == .crampWarning }
      .map { $0.detected.seconds(since: start) }
    let cause = Cause(scenario)
    var falseOnes: [FalseAlarm] = []
    var late = 0
    for time in warnings {
      if spans.contains(where: { $0.lowerBound > time && $0.lowerBound <= time + Self.horizon }) {
        continue
      }
      if spans.contains(where: { $0.lowerBound <= time && time <= $0.upperBound + 60 }) {
        late += 1
      } else {
        let around = max(0, time - 30)...time
        let names = cause.names(in: around).joined(separator: ", ")
        falseOnes.append(
          FalseAlarm(trial: trial, span: around, cause: names.isEmpty ? "rest" : names)
        )
      }
    }
    cramps = spans.map { span in
      let onset = span.lowerBound
      let first = warnings.first { $0 < onset && onset <= $0 + Self.horizon }
      return Precursor(
        hasTone: Self.precedes("tone before a cramp", onset, scenario),
        hasFasciculations: Self.precedes("fasciculations", onset, scenario),
        lead: first.map { onset - $0 }
      )
    }
    self.falseOnes = falseOnes
    self.late = late
    count = warnings.count
    chance = Self.chance(spans, of: scenario.duration)
  }

  /// From the first onset on any channel to the last end.
  private static func cramps(_ scenario: Scenario, _ labels: [Label]) -> [ClosedRange<Double>] {
    scenario.activities.compactMap { activity -> ClosedRange<Double>? in
      guard case .cramp = activity.kind else { return nil }
      let end = activity.start + activity.duration
      let own = labels.filter {
        $0.trialType == "cramp" && (activity.start - 1..<end + 8).contains($0.onset)
      }
      return own.map(\.onset).min().map { $0...max($0, end) }
    }
    .sorted { $0.lowerBound < $1.lowerBound }
  }

  /// Whether an activity of a name ends about where a cramp begins.
  private static func precedes(_ name: String, _ onset: Double, _ scenario: Scenario) -> Bool {
    scenario.activities.contains { activity in
      let end = activity.start + activity.duration
      return activity.name == name && activity.start < onset && abs(end - onset) < 60
    }
  }

  private static func chance(_ spans: [ClosedRange<Double>], of duration: Double) -> Double {
    var covered = 0.0
    var last = 0.0
    for span in spans {
      covered += max(0, span.lowerBound - max(last, span.lowerBound - horizon))
      last = max(last, span.upperBound)
    }
    return duration > 0 ? covered / duration : 0
  }
}
