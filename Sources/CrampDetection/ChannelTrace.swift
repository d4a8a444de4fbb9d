public import CrampModel

/// What the detector made of one hop of one channel: scalars for explanations and live displays.
public struct ChannelTrace: Hashable, Sendable {
  /// The levels in force, in the channel's unit.
  public struct Levels: Hashable, Sendable {
    /// The resting level.
    public var rest: Double
    /// A contraction begins to count here.
    public var on: Double
    /// A contraction no longer counts below this; within a cramp, the level that ends it.
    public var off: Double

    /// Makes levels.
    public init(rest: Double, on: Double, off: Double) {
      self.rest = rest
      self.on = on
      self.off = off
    }
  }

  /// Index of the channel in the stream.
  public var channel: Int
  /// Number of the hop; hop `k` ends `(k + 1)` × 50 ms after the start of the stream.
  public var hop: Int
  /// RMS over 250 ms, in the channel's unit.
  public var level: Double
  /// RMS over 100 ms, in the channel's unit.
  public var shortLevel: Double
  /// The levels in force; `nil` until rest has been seen.
  public var levels: Levels?
  /// What the muscle does; it stands still while the channel cannot be judged.
  public var phase: MusclePhase
  /// Why the channel cannot be judged, as its events say: held for 2 s.
  public var fault: SignalFault?
  /// Why this hop alone could not be judged.
  public var veto: SignalFault?
  /// Raw power from 1 to 20 Hz over all power from 1 Hz up, over the last second, 0...1.
  public var motion: Double
  /// Power at the mains frequency and its harmonics over the power above 15 Hz, 0...1.
  public var hum: Double
  /// Median frequency of the last second, in hertz; 0 if unknown.
  public var medianFrequency: Double

  /// Describes a hop of which only the features are known.
  public init(_ row: FeatureRow, channel: Int) {
    self.channel = channel
    hop = row.hop
    level = row.level
    shortLevel = row.shortRMS
    phase = .quiet
    motion = row.quality.motion
    hum = row.quality.hum
    medianFrequency = row.quality.medianFrequency
  }

  /// Whether the hop could be judged.
  public var isJudged: Bool { fault == nil && veto == nil }

  /// Seconds from the start of the stream to the end of the hop.
  public var end: Double { Double(hop + 1) / Double(FeatureRow.hopsPerSecond) }
}
