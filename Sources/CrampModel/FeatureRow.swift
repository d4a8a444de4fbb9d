/// What one channel was like at the end of one hop of 50 ms.
public struct FeatureRow: Hashable, Sendable {
  /// Hops per second.
  public static let hopsPerSecond = 20
  /// Length of a hop, in seconds.
  public static let hopSeconds = 0.05

  /// Number of the hop; hop `k` ends `(k + 1)` × 50 ms after the start of the stream.
  public var hop: Int
  /// RMS over the hop itself without mains hum, in the channel's unit.
  public var hopRMS: Double
  /// RMS over 100 ms without mains hum, in the channel's unit.
  public var shortRMS: Double
  /// RMS over 250 ms without mains hum, in the channel's unit.
  public var level: Double
  /// Samples missing in this hop.
  public var missing: Int
  /// Whether enough of the 250 ms was there to judge: at least four fifths.
  public var isValid: Bool
  /// Smallest difference between two neighbouring raw samples seen so far: the converter's step.
  public var step: Double
  /// Whether the converter has 256 steps or fewer, as far as the samples so far show.
  public var isCoarse: Bool
  /// The last second, judged anew every half second.
  public var quality: SignalQuality
  /// Fasciculations that were told since the hop before: single motor-unit potentials at rest.
  public var fasciculations: Int

  /// Makes a row.
  public init(
    hop: Int,
    shortRMS: Double,
    level: Double,
    missing: Int = 0,
    isValid: Bool = true,
    step: Double = 0,
    quality: SignalQuality = SignalQuality(),
    hopRMS: Double? = nil,
    isCoarse: Bool = false,
    fasciculations: Int = 0
  ) {
    self.hop = hop
    self.isCoarse = isCoarse
    self.hopRMS = hopRMS ?? shortRMS
    self.shortRMS = shortRMS
    self.level = level
    self.missing = missing
    self.isValid = isValid
    self.step = step
    self.quality = quality
    self.fasciculations = fasciculations
  }

  /// Seconds from the start of the stream to the end of the hop.
  public var end: Double { Double(hop + 1) / Double(Self.hopsPerSecond) }
}
