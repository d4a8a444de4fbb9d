import SignalSimulation

/// One thing that is demanded of the detector, and what was measured.
struct Bar {
  enum Demand {
    case atLeast(Double)
    case atMost(Double)
  }

  let name: String
  let demand: Demand
  let measured: Double?
  /// How much was counted.
  let basis: String

  var isMet: Bool? {
    guard let measured else { return nil }
    return switch demand {
    case .atLeast(let least): measured >= least
    case .atMost(let most): measured <= most
    }
  }

  /// The bars, in the order of the results page.
  static func all(_ tally: Tally) -> [Self] {
    let night = tally.of(.night)
    let sport = tally.of(.exercise)
    let practice = tally.of(.practice)
    let pressure = tally.of(.pressure)
    return [
      sensitivity("night", night.visible(6..<200), least: 0.98, "6 dB or more"),
      sensitivity("exercise", sport.visible(6..<200), least: 0.98, "6 dB or more"),
      sensitivity("night", night.visible(3..<6), least: 0.85, "3 to 6 dB"),
      sensitivity("exercise", sport.visible(3..<6), least: 0.85, "3 to 6 dB"),
      falseAlarms("night: false cramps in 8 h", night, scale: 8, most: 0.1),
      falseAlarms("exercise: false cramps in an hour", sport, scale: 1, most: 0.5),
      withoutHolds("night: false cramps in 8 h, long voluntary holds aside", night, 8, most: 0.1),
      withoutHolds("exercise: false cramps in an hour, the same aside", sport, 1, most: 0.5),
      falseAlarms("lead-off: false cramps", tally.of(.leadOff), scale: nil, most: 0),
      falseAlarms("hum: false cramps", tally.of(.hum), scale: nil, most: 0),
      falseAlarms("broadband noise: false cramps", tally.of(.noise), scale: nil, most: 0),
      Self(
        name: "practice: sensitivity",
        demand: .atLeast(0.95),
        measured: practice.cramps.sensitivity,
        basis: "\(practice.cramps.count) contractions held 4 s or more"
      ),
      Self(
        name: "practice: precision",
        demand: .atLeast(0.9),
        measured: practice.precision,
        basis: "\(practice.falseAlarms.count) false"
      ),
      sensitivity("pressure", pressure.visible(9.5..<200), least: 0.98, "3 times rest or more"),
      withoutHolds("pressure: false cramps in 8 h, postures aside", pressure, 8, most: 0.1),
    ] + times(night, sport, practice) + pressureTimes(pressure)
      + PrecursorSection(tally).bars
  }

  private static func times(_ night: Tally, _ sport: Tally, _ practice: Tally) -> [Self] {
    let visible = (night.visible(6..<200) + sport.visible(6..<200)).filter(\.isFound)
    let all = "\(visible.count) cramps found of night and exercise, 6 dB, 10 s or more"
    let nightly = night.visible(6..<200).filter(\.isFound)
    let held = practice.cramps.filter(\.isFound)
    func time(_ name: String, _ most: Double, _ value: Double?, _ basis: String) -> Self {
      Self(name: name, demand: .atMost(most), measured: value, basis: basis)
    }
    return [
      time("onset error, median, s", 0.5, visible.magnitude(0.5, of: \.onsetError), all),
      time("onset error, p90, s", 2, visible.magnitude(0.9, of: \.onsetError), all),
      time("release error, median, s", 1, visible.magnitude(0.5, of: \.releaseError), all),
      time("night: to suspected, median, s", 4, nightly.quantile(0.5, of: \.suspectedAfter), all),
      time("night: to onset, median, s", 11, nightly.quantile(0.5, of: \.confirmedAfter), all),
      time(
        "practice: to onset, median, s",
        5,
        held.quantile(0.5, of: \.confirmedAfter),
        "\(held.count) contractions found"
      ),
    ]
  }

  private static func pressureTimes(_ pressure: Tally) -> [Self] {
    let found = pressure.visible(9.5..<200).filter(\.isFound)
    let abrupt = found.filter { $0.rise <= 3 }
    let basis = "\(found.count) cramps found, 3 times rest, 10 s or more"
    return [
      Self(
        name: "pressure: onset error of rises up to 3 s, median, s",
        demand: .atMost(0.5),
        measured: abrupt.magnitude(0.5, of: \.onsetError),
        basis: "\(abrupt.count) cramps found"
      ),
      Self(
        name: "pressure: release error, median, s",
        demand: .atMost(1),
        measured: found.magnitude(0.5, of: \.releaseError),
        basis: basis
      ),
      Self(
        name: "pressure: to onset, median, s",
        demand: .atMost(11),
        measured: found.quantile(0.5, of: \.confirmedAfter),
        basis: basis
      ),
    ]
  }

  private static func sensitivity(
    _ profile: String,
    _ cramps: [FoundCramp],
    least: Double,
    _ band: String
  ) -> Self {
    Self(
      name: "\(profile): sensitivity, \(band), 10 s or more",
      demand: .atLeast(least),
      measured: cramps.sensitivity,
      basis: "\(cramps.count) cramps"
    )
  }

  private static func falseAlarms(
    _ name: String,
    _ tally: Tally,
    scale: Double?,
    most: Double
  ) -> Self {
    let count = Double(tally.falseAlarms.count)
    return Self(
      name: name,
      demand: .atMost(most),
      measured: tally.hours == 0 ? nil : scale.map { count * $0 / tally.hours } ?? count,
      basis: "\(tally.falseAlarms.count) in \(Text.number(tally.hours, 1)) h"
    )
  }

  /// One channel cannot tell a steady voluntary hold from a cramp, nor one pressure sensor a new
  /// posture: what is left without them.
  private static func withoutHolds(
    _ name: String,
    _ tally: Tally,
    _ scale: Double,
    most: Double
  ) -> Self {
    let count = tally.falseAlarms.count {
      !$0.cause.hasPrefix("voluntary hold of") && $0.cause != "posture or strap"
    }
    return Self(
      name: name,
      demand: .atMost(most),
      measured: tally.hours > 0 ? Double(count) * scale / tally.hours : nil,
      basis: "\(count) in \(Text.number(tally.hours, 1)) h"
    )
  }
}
