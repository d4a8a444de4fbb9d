import CrampModel

/// The same cramp as other sensors see it.
extension Scenario {
  static let sensors = [cytonCramp, arduinoCramp, spikerBoxCramp]

  static let cytonCramp = Self(
    name: "cyton-cramp",
    summary: "A cramp spreads over four directly coupled 24-bit channels at 250 Hz.",
    duration: 180,
    rate: Hertz(250),
    channels: [
      SimulatedChannel(name: "calf-medial", frontEnd: .cyton, offset: -8_200),
      SimulatedChannel(name: "calf-lateral", frontEnd: .cyton, offset: 3_100),
      SimulatedChannel(name: "left-soleus", frontEnd: .cyton, offset: 14_700),
      SimulatedChannel(name: "left-hamstring", frontEnd: .cyton, offset: -1_900),
    ],
    activities: [
      Activity(.largeMovement(level: 35, motion: 1_200), at: 22, for: 10),
      Activity(
        .cramp(Cramp(level: 44, rise: 1, modulationDepth: 0.4, stretchBurst: 1.2)),
        at: 60,
        for: 75,
        spread: .shares([
          .init(channel: 0),
          .init(channel: 1, delay: 1.6, gain: 0.6),
          .init(channel: 2, delay: 3.5, gain: 0.35),
        ])
      ),
    ],
    artefacts: [Artefact(.drift(amplitude: 400, period: 61), at: 0, for: 180)]
  )

  static let arduinoCramp = Self(
    name: "arduino-cramp",
    summary: "A cramp in the coarse counts of a 10-bit converter.",
    duration: 150,
    channels: [SimulatedChannel(name: "left-calf", frontEnd: .arduino)],
    activities: [
      Activity(.largeMovement(level: 35, motion: 600), at: 18, for: 8),
      Activity(.cramp(Cramp(level: 45, rise: 0.8, stretchBurst: 1)), at: 50, for: 60),
    ],
    artefacts: [Artefact(.mains(amplitude: 3, frequency: Hertz(50)), at: 0, for: 150)]
  )

  static let spikerBoxCramp = Self(
    name: "spikerbox-cramp",
    summary: "A cramp in the 10-bit counts of a fast converter, 10 kHz.",
    duration: 60,
    rate: Hertz(10_000),
    channels: [SimulatedChannel(name: "left-calf", frontEnd: .spikerBox)],
    activities: [
      Activity(.cramp(Cramp(level: 60, rise: 0.6, stretchBurst: 1)), at: 15, for: 30)
    ]
  )
}
