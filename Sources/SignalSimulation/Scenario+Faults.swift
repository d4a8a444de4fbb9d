import CrampModel

extension Scenario {
  static let faults = [electrodeOffDuringCramp, crampWithAGap]

  static let electrodeOffDuringCramp = Self(
    name: "electrode-off-during-cramp",
    summary: "An electrode comes off for 20 s in the middle of a cramp.",
    duration: 210,
    activities: [
      Activity(.cramp(Cramp(level: 40, rise: 1, fall: 0.4)), at: 50, for: 100)
    ],
    artefacts: [
      Artefact(.pops(amplitude: 1_500), at: 84, for: 1),
      Artefact(
        .leadOff(.mains(amplitude: 900, frequency: Hertz(50))),
        at: 85,
        for: 20
      ),
      Artefact(.pops(amplitude: 1_500), at: 105, for: 0.5),
    ]
  )

  static let crampWithAGap = Self(
    name: "cramp-with-a-gap",
    summary: "Two seconds of samples are lost in the middle of a cramp.",
    duration: 150,
    activities: [
      Activity(.cramp(Cramp(level: 40, rise: 0.8, stretchBurst: 1)), at: 40, for: 70)
    ],
    artefacts: [Artefact(.gap, at: 75, for: 2)]
  )
}
