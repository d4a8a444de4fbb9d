import CrampModel

/// Cramps and what is none, as pressure sensors see them; levels are per cent of a squeeze.
extension Scenario {
  static let pressure = [cuffCrampAtNight, rollingOverIsNotACramp]

  static let cuffCrampAtNight = Self(
    name: "cuff-cramp-at-night",
    summary: "A squeeze, a turn of the body and a cramp in the pressure of an air cuff.",
    duration: 300,
    rate: Hertz(50),
    channels: [
      SimulatedChannel(
        name: "left-calf",
        frontEnd: .airCuff,
        mechanics: MechanicalSensor(response: .linear(0.06))
      )
    ],
    activities: [
      Activity(.hold(level: 80), at: 40, for: 3),
      Activity(.largeMovement(level: 30, motion: 25), at: 90, for: 9),
      Activity(
        .cramp(Cramp(level: 35, rise: 1, modulationDepth: 0.1, stretchBurst: 1)),
        at: 150,
        for: 75
      ),
    ],
    artefacts: [Artefact(.drift(amplitude: 1, period: 1_200), at: 0, for: 300, isBackground: true)]
  )

  static let rollingOverIsNotACramp = Self(
    name: "rolling-over-is-not-a-cramp",
    summary: "A sleeper rolls onto a force-sensing resistor and, ten minutes later, off it.",
    duration: 900,
    rate: Hertz(100),
    channels: [
      SimulatedChannel(
        name: "left-calf",
        frontEnd: .forceResistor,
        mechanics: MechanicalSensor(
          response: .divider(knee: 60, range: 1_023),
          preload: 20,
          creep: 0.04,
          hysteresis: 0.1
        )
      )
    ],
    activities: [
      Activity(.largeMovement(level: 30, motion: 30), at: 96, for: 8),
      Activity(.posture(load: 25, coupling: 1.5, edge: 0.8), at: 100, for: 600),
      Activity(.largeMovement(level: 20, motion: 30), at: 696, for: 7),
    ]
  )
}
