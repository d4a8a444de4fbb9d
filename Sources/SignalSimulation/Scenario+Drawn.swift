import CrampModel

extension Scenario {
  /// What a drawn subject does while being recorded.
  public enum DrawnKind: String, CaseIterable, Hashable, Sendable {
    /// Eight hours of sleep.
    case night = "drawn-night"
    /// An hour of sport.
    case exercise = "drawn-exercise"
    /// Half an hour of cued holds.
    case practice = "drawn-practice"
    /// Eight hours of open leads.
    case leadOff = "drawn-lead-off"
    /// Eight hours of mains hum.
    case hum = "drawn-hum"
    /// Eight hours of broadband noise.
    case noise = "drawn-noise"
    /// Eight hours of sleep with a pressure or force sensor.
    case pressure = "drawn-pressure"

    /// Its length in seconds.
    public var duration: Double {
      switch self {
      case .night, .leadOff, .hum, .noise, .pressure: 28_800
      case .exercise: 3_600
      case .practice: 1_800
      }
    }

    /// One sentence about it.
    public var summary: String {
      switch self {
      case .night: "A night of a subject drawn from a seed, with whatever comes."
      case .exercise: "An hour of sport of a drawn subject."
      case .practice: "Half an hour of cued holds of a drawn subject."
      case .leadOff: "Eight hours in which leads come off in every way."
      case .hum: "Eight hours of mains hum over a muscle at rest."
      case .noise: "Eight hours of broadband noise."
      case .pressure: "A night of a drawn subject with a pressure or force sensor."
      }
    }

    /// What it can be recorded with.
    public var setups: [SensorSetup] {
      self == .pressure ? SensorSetup.mechanical : SensorSetup.electrodes
    }

    /// What it is recorded with if nothing is said.
    public var usualSetup: SensorSetup { self == .pressure ? .cuff : .thousand }
  }

  /// Draws a scenario; the same arguments give the same one on every machine.
  ///
  /// - Parameters:
  ///   - kind: What the subject does.
  ///   - setup: What it is recorded with, one of the kind's ``DrawnKind/setups``.
  ///   - subject: The subject's seed; every other number of the scenario follows from it too.
  /// - Returns: A scenario whose name and settings are those of ``init(specification:)``.
  public static func drawn(
    _ kind: DrawnKind,
    setup: SensorSetup,
    subject: UInt64
  ) -> Self {
    precondition(kind.setups.contains(setup), "a setup belongs to its kind")
    let isSingle = kind == .practice || kind == .pressure
    let hasTwo = !isSingle && Subject(seed: subject).muscle.units % 3 == 0
    var draft = ScenarioDraft(
      kind: UInt64(DrawnKind.allCases.firstIndex(of: kind) ?? 0),
      setup: setup,
      subject: subject,
      duration: kind.duration,
      names: hasTwo ? ["calf-medial", "calf-lateral"] : ["left-calf"]
    )
    switch kind {
    case .night: draft.fillNight()
    case .exercise: draft.fillExercise()
    case .practice: draft.fillPractice()
    case .leadOff: draft.fillLeadOff()
    case .hum: draft.fillHum()
    case .noise: draft.fillNoise()
    case .pressure: draft.fillPressure()
    }
    return draft.scenario(
      name: kind.rawValue,
      summary: kind.summary,
      start: kind == .exercise || kind == .practice ? .tenInTheMorning : .elevenAtNight
    )
  }
}
