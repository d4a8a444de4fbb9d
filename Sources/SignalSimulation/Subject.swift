import CrampModel

/// A person with electrodes on: what stays the same through a recording, drawn from a seed.
///
/// The ranges hold the published values named with each; what has no source is our assumption and
/// wide.
public struct Subject: Hashable, Sendable {
  /// EMG of the resting muscle, in microvolts RMS.
  public var restTone: Double
  /// The amplifier's noise over what its maker says: dry or wet electrodes.
  public var noiseFactor: Double
  /// How often cramps come, in a night of eight hours; most sufferers have none in most nights,
  /// these subjects are drawn to have some.
  public var crampsPerNight: Double
  /// How likely a cramp is followed by another within an hour (Miller 2017, Muscle Nerve 56).
  public var clusterChance: Double
  /// Large movements an hour: median 6.8, quartiles 4.5 and 10.8 in healthy sleepers.
  public var movementsPerHour: Double
  /// Periodic leg movements an hour; 18 of 100 healthy people have more than 15.
  public var periodicPerHour: Double
  /// Sequences of high-frequency leg movements in a night; one in three people has some.
  public var rapidPerNight: Double
  /// Fasciculations a minute while there are some.
  public var fasciculationsPerMinute: Double
  /// Spasms in a night.
  public var spasmsPerNight: Double
  /// Whether the subject is cold.
  public var isShivering: Bool
  /// Long voluntary holds in a night, which one channel cannot tell from cramps.
  public var holdsPerNight: Double
  /// Height of the R wave, in microvolts; 0 for electrodes that do not see the heart.
  public var heart: Double
  /// Amplitude of the hum that is always there, in microvolts.
  public var hum: Double
  /// The mains frequency.
  public var mains: Double
  /// Spells of stronger hum in a night.
  public var humSpells: Double
  /// Faults of electrodes and cables in a night.
  public var faultsPerNight: Double
  /// Motion artefacts at their highest, in microvolts.
  public var motion: Double
  /// How much of one muscle the other channel sees.
  public var crosstalk: Double
  /// The muscle.
  public var muscle: SimulatedMuscle

  /// Draws a subject.
  ///
  /// - Parameter seed: Another seed, another person.
  public init(seed: UInt64) {
    var draw = SplitMix64(seed: seed, 0, 8)
    restTone = draw.logUniform(0.3...2.5)
    noiseFactor = draw.logUniform(0.7...2)
    crampsPerNight = draw.logUniform(0.8...6)
    clusterChance = draw.uniform(0...0.5)
    movementsPerHour = draw.logNormal(median: 6.8, deviation: 0.6, within: 1...25)
    periodicPerHour = draw.chance(0.5) ? 0 : draw.logUniform(3...60)
    rapidPerNight = draw.chance(0.6) ? 0 : draw.uniform(1...5)
    fasciculationsPerMinute = draw.logUniform(0.5...30)
    spasmsPerNight = draw.uniform(0...5)
    isShivering = draw.chance(0.1)
    holdsPerNight = draw.chance(0.8) ? 0 : draw.uniform(0.5...3)
    heart = draw.chance(0.6) ? 0 : draw.logUniform(4...80)
    hum = draw.logUniform(0.05...4)
    mains = draw.chance(0.5) ? 50 : 60
    humSpells = draw.uniform(0...5)
    faultsPerNight = draw.chance(0.3) ? draw.uniform(3...10) : draw.uniform(0...2)
    motion = draw.logUniform(200...3_000)
    crosstalk = draw.logUniform(0.02...0.3)
    muscle = SimulatedMuscle(drawnFrom: &draw)
  }
}

extension SimulatedMuscle {
  /// Draws a muscle; its part that cramps is scaled to the cramps later.
  fileprivate init(drawnFrom draw: inout SplitMix64) {
    units = Int(draw.uniform(80...200))
    maximum = draw.logUniform(200...900)
    // Median frequencies of 70 to 125 Hz.
    potentialLength = draw.uniform(1.7...2.8)
    irregularity = draw.uniform(0.12...0.25)
    crampIrregularity = draw.uniform(0.3...0.6)
    crampDoublets = draw.uniform(0.01...0.08)
    crampStretch = draw.uniform(0.82...1.25)
  }
}
