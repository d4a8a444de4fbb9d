import CrampModel

/// Levels are 2...20 times a rest of about 2 uV, as recorded cramps are; lengths lie between the
/// 56 s and 153 s of induced cramps (Minetto 2011, Miller 2010).
extension Scenario {
  static let nights = [
    calfCrampAtNight, twoCrampsInANight, slowRampCramp, shortCramp, crampInOneHead,
    voluntaryHolds, quietNight,
  ]

  static let calfCrampAtNight = Self(
    name: "calf-cramp-at-night",
    summary: "A sleeper turns over; a calf cramps for 70 s until it is stretched.",
    duration: 300,
    activities: [
      Activity(.largeMovement(level: 35, motion: 900), at: 42, for: 11),
      Activity(.fasciculations(perMinute: 24, amplitude: 70), at: 90, for: 30),
      Activity(
        .cramp(Cramp(level: 42, rise: 1.2, modulationDepth: 0.35, stretchBurst: 1.5)),
        at: 120,
        for: 70
      ),
      Activity(.fasciculations(perMinute: 30, amplitude: 60), at: 191, for: 30),
      Activity(.largeMovement(level: 30, motion: 1_200), at: 232, for: 13),
    ]
  )

  static let twoCrampsInANight = Self(
    name: "two-cramps-in-a-night",
    summary: "Half an hour of a night with leg movements, hum and two cramps of one calf.",
    duration: 1_800,
    rate: Hertz(250),
    activities: [
      Activity(.largeMovement(level: 40, motion: 1_500), at: 65, for: 12),
      Activity(.periodicMovements(level: 18, interval: 27, length: 2.2), at: 130, for: 200),
      Activity(.fasciculations(perMinute: 26, amplitude: 60), at: 372, for: 46),
      Activity(.tone(level: 2.5), at: 379, for: 41),
      Activity(
        .cramp(
          Cramp(level: 38, rise: 2, fall: 0.4, modulationDepth: 0.3, stretchBurst: 1.5)
        ),
        at: 420,
        for: 95
      ),
      Activity(.largeMovement(level: 45, motion: 2_500), at: 430, for: 9),
      Activity(.fasciculations(perMinute: 18, amplitude: 70), at: 516, for: 40),
      Activity(.rapidMovements(level: 22, rate: 1.6, duty: 0.45), at: 640, for: 18),
      Activity(.largeMovement(level: 30, motion: 800), at: 905, for: 14),
      Activity(.periodicMovements(level: 20, interval: 33, length: 1.8), at: 960, for: 160),
      Activity(.fasciculations(perMinute: 22, amplitude: 50), at: 1_165, for: 34),
      Activity(
        .cramp(
          Cramp(
            level: 24,
            rise: 9,
            fall: 8,
            modulationRate: 1.2,
            modulationDepth: 0.45,
            drift: 0.2
          )
        ),
        at: 1_200,
        for: 140
      ),
      Activity(.largeMovement(level: 35, motion: 1_000), at: 1_480, for: 10),
      Activity(.spasm(level: 50), at: 1_610, for: 1.2),
    ],
    artefacts: [
      Artefact(.mains(amplitude: 60, frequency: Hertz(50)), at: 700, for: 75),
      Artefact(.motion(amplitude: 600), at: 1_560, for: 6),
    ]
  )

  static let slowRampCramp = Self(
    name: "slow-ramp-cramp",
    summary: "A cramp that takes 90 s to develop and fades over 25 s.",
    duration: 330,
    activities: [
      Activity(
        .cramp(Cramp(level: 30, rise: 90, fall: 25, modulationDepth: 0.25)),
        at: 60,
        for: 220
      )
    ]
  )

  static let shortCramp = Self(
    name: "short-cramp",
    summary: "Half a minute with one cramp of 12 s.",
    duration: 30,
    activities: [
      Activity(.cramp(Cramp(level: 45, rise: 0.4, fall: 0.2)), at: 10, for: 12)
    ]
  )

  static let crampInOneHead = Self(
    name: "cramp-in-one-head",
    summary: "The medial head of the calf cramps while the lateral head is silent.",
    duration: 180,
    channels: [
      SimulatedChannel(name: "calf-medial"),
      SimulatedChannel(name: "calf-lateral"),
    ],
    activities: [
      Activity(.largeMovement(level: 35, motion: 1_000), at: 25, for: 9),
      Activity(
        .cramp(Cramp(level: 40, rise: 0.8, stretchBurst: 1)),
        at: 60,
        for: 65,
        // Crosstalk to a neighbour stays below twice its rest.
        spread: .shares([.init(channel: 0), .init(channel: 1, delay: 0.02, gain: 0.03)])
      ),
    ]
  )

  static let voluntaryHolds = Self(
    name: "voluntary-holds",
    summary: "Calf raises held for 5 to 30 s, which one channel cannot tell from cramps.",
    duration: 180,
    start: .tenInTheMorning,
    activities: [
      Activity(.hold(level: 40), at: 20, for: 5),
      Activity(.hold(level: 55), at: 45, for: 10),
      Activity(.hold(level: 40), at: 80, for: 20),
      Activity(.hold(level: 30), at: 125, for: 30),
    ]
  )

  static let quietNight = Self(
    name: "quiet-night",
    summary: "Ten minutes of sleep with a few movements and no cramp.",
    duration: 600,
    activities: [
      Activity(.periodicMovements(level: 15, interval: 30, length: 2), at: 60, for: 150),
      Activity(.largeMovement(level: 40, motion: 1_800), at: 290, for: 13),
      Activity(.fasciculations(perMinute: 4, amplitude: 45), at: 340, for: 120),
      Activity(.spasm(level: 35), at: 500, for: 0.8),
    ]
  )
}
