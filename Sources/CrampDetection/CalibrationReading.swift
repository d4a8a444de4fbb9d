/// What one phase of a calibration measured, in the channel's unit.
public enum CalibrationReading: Hashable, Sendable {
  /// The muscle at rest.
  case rest(Rest)
  /// The highest RMS over half a second of one try.
  case maximum(Double)

  /// The muscle at rest.
  public struct Rest: Hashable, Sendable {
    /// RMS: the 20th centile of half seconds.
    public let level: Double
    /// How much it varies upward, as a standard deviation.
    public let spread: Double
    /// The median of the median frequencies, in hertz, if it is known.
    public let medianFrequency: Double?
  }
}
