import CrampModel

/// What is no cramp and has been taken for one.
extension Scenario {
  static let confusions = [
    walkingIsNotACramp, legMovementsAreNotACramp, mainsHumIsNotACramp, looseLeadIsNotACramp,
    fasciculationsAreNotACramp,
  ]

  static let walkingIsNotACramp = Self(
    name: "walking-is-not-a-cramp",
    summary: "Standing, four minutes of walking at two speeds, standing.",
    duration: 300,
    start: .tenInTheMorning,
    activities: [
      Activity(.gait(level: 45, stride: 1.15), at: 30, for: 120),
      Activity(.gait(level: 70, stride: 0.95), at: 150, for: 120),
    ]
  )

  static let legMovementsAreNotACramp = Self(
    name: "leg-movements-are-not-a-cramp",
    summary: "Large, periodic and high-frequency leg movements of a restless sleeper.",
    duration: 420,
    activities: [
      Activity(.largeMovement(level: 40, motion: 2_000), at: 30, for: 12.4),
      Activity(.periodicMovements(level: 25, interval: 20, length: 3.2), at: 70, for: 110),
      Activity(.rapidMovements(level: 30, rate: 1.6, duty: 0.5), at: 200, for: 30),
      Activity(.rapidMovements(level: 25, rate: 2.6, duty: 0.45), at: 250, for: 20),
      Activity(.rapidMovements(level: 30, rate: 1, duty: 0.4), at: 290, for: 25),
      Activity(.largeMovement(level: 50, motion: 3_000), at: 340, for: 30),
      Activity(.spasm(level: 60), at: 395, for: 1.5),
    ]
  )

  static let mainsHumIsNotACramp = Self(
    name: "mains-hum-is-not-a-cramp",
    summary: "Hum of 50 and 60 Hz, weak and strong, comes and goes; a lead picks it up.",
    duration: 300,
    artefacts: [
      Artefact(.mains(amplitude: 15, frequency: Hertz(50)), at: 30, for: 50),
      Artefact(.mains(amplitude: 300, frequency: Hertz(50)), at: 100, for: 40),
      Artefact(.mains(amplitude: 40, frequency: Hertz(60)), at: 160, for: 45),
      Artefact(.leadOff(.mains(amplitude: 1_500, frequency: Hertz(50))), at: 230, for: 40),
    ]
  )

  static let looseLeadIsNotACramp = Self(
    name: "loose-lead-is-not-a-cramp",
    summary: "A loose lead pops, hisses, drops to one value and sticks to the rail.",
    duration: 300,
    artefacts: [
      Artefact(.drift(amplitude: 150, period: 23), at: 0, for: 300),
      Artefact(.pops(amplitude: 900), at: 30, for: 40),
      Artefact(.leadOff(.broadband(rms: 30)), at: 85, for: 45),
      Artefact(.leadOff(.flat), at: 145, for: 25),
      Artefact(.leadOff(.rail), at: 185, for: 25),
      Artefact(.clipping(gain: 2_000), at: 225, for: 30),
    ]
  )

  static let fasciculationsAreNotACramp = Self(
    name: "fasciculations-are-not-a-cramp",
    summary: "A muscle twitches ever more often, with heart beats in the signal, and calms down.",
    duration: 300,
    activities: [
      Activity(.fasciculations(perMinute: 12, amplitude: 60), at: 20, for: 80),
      Activity(.fasciculations(perMinute: 60, amplitude: 90), at: 100, for: 80),
      Activity(.fasciculations(perMinute: 20, amplitude: 60), at: 180, for: 50),
    ],
    artefacts: [Artefact(.ecg(amplitude: 60), at: 60, for: 200)]
  )
}
