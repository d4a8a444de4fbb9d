import SignalSimulation

/// How one detector does on the recordings that peers see, in the columns of one table.
struct PeerResult: Sendable {
  let name: String
  /// Its best setting, and out of how many.
  let setting: String
  let tally: Tally

  static let columns = [
    "detector", "setting", "strict F1", "sensitivity 6 dB", "3 to 6 dB", "night false in 8 h",
    "exercise false in 1 h", "false in faults", "practice sensitivity", "practice precision",
    "onset p50", "onset p90", "release p50", "to suspected", "to onset",
  ]

  /// The numbers of the columns by name; what is not known is missing.
  var numbers: [String: Double] {
    Dictionary(
      uniqueKeysWithValues: zip(Self.columns.dropFirst(2), values)
        .compactMap { name, value in value.map { (name, $0) } }
    )
  }

  var row: [String] { [name, setting] + values.map { Text.number($0) } }

  /// What settings are compared by: the mean of the strict F1 over night, sport and practice.
  ///
  /// Each false cramp in the faults costs a thousandth. Any overlap would choose the setting that
  /// is always on.
  var merit: Double {
    let parts = [tally.of(.night), tally.of(.exercise), tally.of(.practice)]
    let scores = parts.map(\.strictF1)
    let faults = Double(tally.of(.leadOff, .hum, .noise).falseAlarms.count)
    return scores.reduce(0, +) / Double(scores.count) - 0.001 * faults
  }

  private var values: [Double?] {
    let both = tally.of(.night, .exercise)
    let found = both.visible(6..<200).filter(\.isFound)
    let practice = tally.of(.practice)
    return [
      tally.of(.night, .exercise, .practice).strictF1,
      both.visible(6..<200).sensitivity,
      both.visible(3..<6).sensitivity,
      tally.of(.night).falsePerHour().map { 8 * $0 },
      tally.of(.exercise).falsePerHour(),
      Double(tally.of(.leadOff, .hum, .noise).falseAlarms.count),
      practice.cramps.sensitivity,
      practice.precision,
      found.magnitude(0.5, of: \.onsetError),
      found.magnitude(0.9, of: \.onsetError),
      found.magnitude(0.5, of: \.releaseError),
      tally.of(.night).visible(6..<200).quantile(0.5, of: \.suspectedAfter),
      tally.of(.night).visible(6..<200).quantile(0.5, of: \.confirmedAfter),
    ]
  }
}

extension Tally {
  /// The harmonic mean of sensitivity and precision over all events, where a detection is right if
  /// it and the event share at least half of what they span together, and else both miss and false.
  var strictF1: Double {
    let right = cramps.count { $0.sharesHalf }
    let found = cramps.count { $0.isFound }
    let all = cramps.count + found + falseAlarms.count
    return all == 0 ? 0 : 2 * Double(right) / Double(all)
  }
}

extension FoundCramp {
  fileprivate var sharesHalf: Bool {
    guard isFound, let onsetError, let releaseError else { return false }
    let common = length - max(0, onsetError) + min(0, releaseError)
    let whole = length + max(0, -onsetError) + max(0, releaseError)
    return common >= 0.5 * whole
  }
}
