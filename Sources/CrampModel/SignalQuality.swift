/// Whether the last second of one channel can be judged, and what its signal looks like.
public struct SignalQuality: Hashable, Sendable {
  /// Power within 2 Hz of the mains frequency and its harmonics over the power above 15 Hz, 0...1.
  public var hum = 0.0
  /// Raw power from 1 to 20 Hz over all power from 1 Hz up, 0...1; motion and cables live there.
  public var motion = 0.0
  /// Geometric over arithmetic mean of the power from 20 to 400 Hz: 1 is white, 0 a tone.
  public var flatness = 0.0
  /// Correlation of neighbouring samples of the conditioned signal, -1...1.
  public var neighbourCorrelation = 0.0
  /// Fourth moment over the squared variance: 3 for Gaussian noise, 1.5 for a sine.
  public var kurtosis = 3.0
  /// Greatest magnitude over RMS.
  public var crest = 0.0
  /// Frequency that halves the power from 20 Hz up, in hertz.
  public var medianFrequency = 0.0
  /// Share of raw samples at a rail, 0...1.
  public var railed = 0.0
  /// Share of raw samples equal to the one before, 0...1.
  public var repeated = 0.0

  /// RMS of the conditioned signal with all its hum, in the channel's unit.
  public var rms = 0.0
  /// Share of the power in the bands that is not mains hum, 0...1; 1 where nothing is known.
  public var clean = 1.0
  /// Power per hertz in each of ``bands``, in the channel's unit squared, lines of mains left out.
  ///
  /// 0 where the sample rate does not reach, and where no spectrum is taken.
  public var density = SIMD8<Float>()

  /// RMS of mains hum, in the channel's unit.
  public var humRMS: Double { rms * max(0, 1 - clean).squareRoot() }

  /// The bands of ``density``, in hertz.
  ///
  /// The first lies below most of the power of surface EMG, the third holds its middle, and from
  /// 180 Hz up there is little of it.
  public static let bands: [Range<Double>] = [
    22..<38, 38..<62, 62..<98, 98..<140, 140..<180, 180..<225, 225..<320, 320..<450,
  ]

  /// The quality of a signal of which nothing is known.
  public init() {}
}
