import CrampModel

/// A scenario that is being drawn for a subject.
struct ScenarioDraft {
  let subject: Subject
  let setup: SensorSetup
  let duration: Double
  var draw: SplitMix64
  var channels: [SimulatedChannel]
  var activities: [Activity] = []
  var artefacts: [Artefact] = []
  /// From the first sign to the last of each cramp.
  private(set) var cramps: [ClosedRange<Double>] = []

  /// Attaches electrodes to a subject.
  init(
    kind: UInt64,
    setup: SensorSetup,
    subject seed: UInt64,
    duration: Double,
    names: [String]
  ) {
    subject = Subject(seed: seed)
    self.setup = setup
    self.duration = duration
    draw = SplitMix64(seed: seed, kind, 9)
    var frontEnd = setup.frontEnd
    frontEnd.noise *= subject.noiseFactor
    channels = []
    for name in names {
      channels.append(
        SimulatedChannel(
          name: name,
          frontEnd: frontEnd,
          restTone: subject.restTone * draw.uniform(0.8...1.25),
          offset: setup == .cyton ? draw.uniform(-15_000...15_000) : 0,
          muscle: subject.muscle
        )
      )
    }
  }

  /// The RMS of the first channel at rest, the converter's steps included.
  var rest: Double {
    let own = channels[0].restRMS
    let step = channels[0].frontEnd.step
    return (own * own + step * step / 12).squareRoot()
  }

  /// Both muscles at once, the second one weaker or stronger.
  mutating func everywhere() -> Spread {
    guard channels.count > 1 else { return .everywhere }
    return .shares([
      .init(channel: 0),
      .init(channel: 1, delay: draw.uniform(0...0.1), gain: draw.uniform(0.4...1.2)),
    ])
  }

  /// One muscle, and what the other channel sees of it.
  mutating func oneHead() -> Spread {
    guard channels.count > 1 else { return .everywhere }
    let spreads = draw.chance(0.3)
    return .shares([
      .init(channel: 0),
      .init(
        channel: 1,
        delay: spreads ? draw.uniform(0.5...6) : 0,
        gain: spreads ? draw.uniform(0.2...0.7) : subject.crosstalk
      ),
    ])
  }

  /// Adds a cramp with a level of its own.
  mutating func add(_ cramp: Cramp, at start: Double, for length: Double) {
    activities.append(Activity(.cramp(cramp), at: start, for: length, spread: oneHead()))
    cramps.append(start...start + length)
  }

  /// Whether a time lies within a cramp or up to `margin` seconds from it.
  func isNearCramp(_ time: Double, margin: Double) -> Bool {
    cramps.contains { $0.lowerBound - margin < time && time < $0.upperBound + margin }
  }

  /// The cramp of a level in decibels over rest, with all that cramps differ in.
  mutating func cramp(decibels: Double, length: Double) -> Cramp {
    let ratio = Elementary.exponential(decibels / 20 * Elementary.logarithm(10))
    let kind = draw.uniform()
    let rise =
      kind < 0.7
      ? draw.logUniform(0.2...3) : kind < 0.9 ? draw.uniform(5...40) : draw.uniform(40...180)
    let isStretched = draw.chance(0.6)
    return Cramp(
      level: ratio * rest,
      rise: min(rise, 0.5 * length),
      fall: min(isStretched ? draw.uniform(0.2...1) : draw.uniform(3...25), 0.35 * length),
      modulationRate: draw.uniform(1...2),
      modulationDepth: draw.logUniform(0.1...0.8),
      drift: draw.uniform(0.05...0.3),
      stretchBurst: isStretched && draw.chance(0.8) ? min(draw.uniform(1...2), 0.1 * length) : 0
    )
  }

  /// Scales the part of the muscle that cramps, so that the strongest cramp takes 0.4 of it.
  private mutating func scaleMuscles() {
    var strongest = 2 * rest
    for case .cramp(let cramp) in activities.map(\.kind) {
      strongest = max(strongest, cramp.level)
    }
    for index in channels.indices {
      channels[index].muscle?.crampMaximum = 2.5 * strongest
    }
  }

  /// The scenario, with everything in the order of time.
  mutating func scenario(name: String, summary: String, start: Timestamp) -> Scenario {
    scaleMuscles()
    var scenario = Scenario(
      name: name,
      summary: summary,
      duration: duration,
      rate: setup.rate,
      start: start,
      seed: draw.next(),
      channels: channels,
      activities: activities.filter { $0.start < duration }.sorted { $0.start < $1.start },
      artefacts: artefacts.filter { $0.start < duration }.sorted { $0.start < $1.start }
    )
    scenario.labelsWeakCramps = true
    return scenario
  }
}
