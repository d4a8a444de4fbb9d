import SignalSimulation

/// What was found in one trial.
struct Outcome: Sendable {
  let trial: Trial
  let cramps: [FoundCramp]
  let falseAlarms: [FalseAlarm]
  let hours: Double
  /// What the warnings were worth; `nil` where there are none.
  var warnings: Warnings?
  /// What the spasms were; `nil` where they are not told.
  var spasms: Spasms?
}

/// A reference event and what was found of it; times in seconds.
struct FoundCramp: Sendable {
  let trial: Trial
  let span: ClosedRange<Double>
  /// Decibels over rest; see ``Contrast``.
  let contrast: Double
  /// How long it takes to develop.
  let rise: Double
  /// Part by which it waxes and wanes.
  let depth: Double
  let isFound: Bool
  let onsetError: Double?
  let releaseError: Double?
  /// From the onset to the moment at which it was first told as suspected.
  let suspectedAfter: Double?
  /// From the onset to the moment at which it was told as a cramp.
  let confirmedAfter: Double?
  /// What else went on.
  let company: [String]
  /// What the detector said meanwhile: suspicions, and why it could not judge for how much of it.
  let remarks: String

  var length: Double { span.upperBound - span.lowerBound }

  /// Why it is hard, in a few words, the first that fits.
  var difficulty: String {
    if length < 10 { return "shorter than 10 s" }
    let faults = company.filter { $0.hasPrefix("lead off") || $0 == "gap" || $0 == "pops" }
    if let fault = faults.first { return fault }
    if company.contains("hum") { return "hum" }
    if contrast < 3 { return "below 3 dB" }
    if contrast < 6 { return "3 to 6 dB" }
    if depth > 0.5 { return "deep modulation" }
    if rise >= 20 { return "slow rise" }
    if company.contains("motion") { return "motion" }
    if company.contains("tone before a cramp") { return "tone before it" }
    return "none of these"
  }
}

/// A detection that touches no reference event.
struct FalseAlarm: Sendable {
  let trial: Trial
  let span: ClosedRange<Double>
  let cause: String
}
