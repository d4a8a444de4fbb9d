import Foundation
import SignalSimulation

/// Outcomes added up.
struct Tally {
  let outcomes: [Outcome]

  var cramps: [FoundCramp] { outcomes.flatMap(\.cramps) }
  var falseAlarms: [FalseAlarm] { outcomes.flatMap(\.falseAlarms) }
  var hours: Double { outcomes.reduce(0) { $0 + $1.hours } }

  func of(_ kinds: Scenario.DrawnKind...) -> Self {
    Self(outcomes: outcomes.filter { kinds.contains($0.trial.kind) })
  }

  func of(_ setup: SensorSetup) -> Self {
    Self(outcomes: outcomes.filter { $0.trial.setup == setup })
  }

  /// Cramps of 10 s or more within a band of contrast.
  func visible(_ band: Range<Double>) -> [FoundCramp] {
    cramps.filter { $0.length >= 10 && band.contains($0.contrast) }
  }

  var precision: Double? {
    let found = cramps.count { $0.isFound }
    let all = found + falseAlarms.count
    return all == 0 ? nil : Double(found) / Double(all)
  }

  /// False cramps in an hour.
  func falsePerHour(without isExcused: (FalseAlarm) -> Bool = { _ in false }) -> Double? {
    hours > 0 ? Double(falseAlarms.count { !isExcused($0) }) / hours : nil
  }

  /// How often each cause occurs, most frequent first.
  var causes: [(name: String, count: Int)] {
    Dictionary(grouping: falseAlarms, by: \.cause)
      .map { ($0.key, $0.value.count) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }
}

extension [FoundCramp] {
  var sensitivity: Double? {
    isEmpty ? nil : Double(count { $0.isFound }) / Double(count)
  }

  /// A quantile of what is known of the cramps that were found.
  func quantile(_ share: Double, of value: (FoundCramp) -> Double?) -> Double? {
    compactMap(value).quantile(share)
  }

  /// A quantile of magnitudes.
  func magnitude(_ share: Double, of value: (FoundCramp) -> Double?) -> Double? {
    compactMap(value).map { abs($0) }.quantile(share)
  }
}

extension [Double] {
  /// By linear interpolation between the sorted numbers; `nil` if there are none.
  func quantile(_ share: Double) -> Double? {
    guard !isEmpty else { return nil }
    let sorted = sorted()
    let position = share * Double(count - 1)
    let below = Int(position.rounded(.down))
    let above = Swift.min(below + 1, count - 1)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
  }
}
