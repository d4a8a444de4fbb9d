import CrampDetection
import SignalSimulation

/// One simulated recording and how it is judged.
struct Trial: Sendable {
  let kind: Scenario.DrawnKind
  let setup: SensorSetup
  let subject: UInt64
  /// Seconds from the beginning that are used.
  let duration: Double

  /// What `crampctl simulate` makes the same recording from.
  var specification: String {
    let whole = "\(kind.rawValue)?subject=\(subject)&setup=\(setup.rawValue)"
    return duration < kind.duration ? whole + "&duration=\(Int(duration))" : whole
  }

  /// The profile whose defaults judge it.
  var profile: Profile {
    switch kind {
    case .night, .leadOff, .hum, .noise, .pressure: .night
    case .exercise: .exercise
    case .practice: .practice
    }
  }
}

/// Subjects that are kept apart: the detector may be tuned on the first set only.
enum SubjectSet: String, CaseIterable, Sendable {
  case development
  case validation
  case test

  /// The seed of the first subject.
  var first: UInt64 {
    switch self {
    case .development: 1
    case .validation: 10_001
    case .test: 20_001
    }
  }

  /// The trials of about `hours` hours of nights, with as many nights of pressure sensors, an eighth
  /// as much of sport, a sixteenth of practice, and the hours of faults behind every sensor.
  func trials(hours: Double) -> [Trial] {
    guard hours > 0 else { return [] }
    let nights = max(1, Int((hours / 8).rounded()))
    var trials: [Trial] = []
    for index in 0..<nights {
      trials.append(trial(.night, index, Self.setups[index % Self.setups.count]))
    }
    for index in 0..<nights {
      trials.append(trial(.exercise, 1_000 + index, Self.setups[index % Self.setups.count]))
    }
    for index in 0..<nights {
      trials.append(trial(.practice, 2_000 + index, Self.setups[index % Self.setups.count]))
    }
    for index in 0..<nights {
      let setups = SensorSetup.mechanical
      trials.append(trial(.pressure, 4_000 + index, setups[index % setups.count]))
    }
    for (index, setup) in SensorSetup.electrodes.enumerated() {
      for kind in [Scenario.DrawnKind.leadOff, .hum, .noise] {
        trials.append(trial(kind, 3_000 + index, setup))
      }
    }
    return trials
  }

  private func trial(_ kind: Scenario.DrawnKind, _ index: Int, _ setup: SensorSetup) -> Trial {
    // The fastest sensors cost twenty times as much as the slowest.
    let most =
      switch (setup, kind) {
      case (.spikerBox, .night): 7_200.0
      case (.spikerBox, _): 3_600.0
      case (.twoThousand, .leadOff), (.twoThousand, .hum), (.twoThousand, .noise): 14_400.0
      default: kind.duration
      }
    let duration = min(most, kind.duration)
    return Trial(kind: kind, setup: setup, subject: first + UInt64(index), duration: duration)
  }

  private static let setups: [SensorSetup] = [
    .arduino, .cyton, .thousand, .arduino, .cyton, .thousand, .twoThousand, .arduino, .cyton,
    .spikerBox,
  ]
}
