public import CrampModel

/// What happens in a simulated recording: values only, in order or overlapping.
public struct Scenario: Hashable, Sendable {
  /// What happened to the leg, in a few words joined by hyphens.
  public var name: String
  /// One sentence about it.
  public var summary: String
  /// The length of the recording, in seconds.
  public var duration: Double
  /// Samples per second of every channel.
  public var rate: Hertz
  /// The time of the first sample.
  public var start: Timestamp
  /// The seed of a simulation that is given none.
  public var seed: UInt64
  /// The channels.
  public var channels: [SimulatedChannel]
  /// What the muscles do.
  public var activities: [Activity]
  /// What goes wrong with the measurement.
  public var artefacts: [Artefact]
  /// Whether a cramp that does not reach twice the RMS of rest has a label too, from half its
  /// plateau to half its plateau, if it reaches 1.2 times.
  public var labelsWeakCramps = false

  /// Describes a recording.
  public init(
    name: String,
    summary: String,
    duration: Double,
    rate: Hertz = Hertz(500),
    start: Timestamp = .elevenAtNight,
    seed: UInt64 = 1,
    channels: [SimulatedChannel] = [SimulatedChannel(name: "left-calf")],
    activities: [Activity] = [],
    artefacts: [Artefact] = []
  ) {
    self.name = name
    self.summary = summary
    self.duration = duration
    self.rate = rate
    self.start = start
    self.seed = seed
    self.channels = channels
    self.activities = activities
    self.artefacts = artefacts
  }

  /// The scenarios that have a name, in the order in which people meet them.
  public static let all: [Self] = nights + faults + confusions + sensors + chains + pressure

  /// What a specification without a name stands for.
  public static let standard = calfCrampAtNight
}

extension Timestamp {
  /// 2026-01-01T23:00:00Z, when the simulated nights begin.
  public static let elevenAtNight = Self(microseconds: 1_767_308_400_000_000)
  /// 2026-01-02T10:00:00Z, when the simulated days begin.
  public static let tenInTheMorning = Self(microseconds: 1_767_348_000_000_000)
}
