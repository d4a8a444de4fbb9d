public import CrampModel

/// Something that the muscle did not do; amplitudes are in microvolts, times in seconds.
public struct Artefact: Hashable, Sendable {
  /// What it is.
  public var kind: Kind
  /// When it begins.
  public var start: Double
  /// How long it lasts.
  public var duration: Double
  /// Which channels see it; a gap is in all of them.
  public var spread: Spread
  /// Whether it is so much a part of the recording that the truth does not name it.
  public var isBackground: Bool

  /// Places an artefact in time.
  public init(
    _ kind: Kind,
    at start: Double,
    for duration: Double,
    spread: Spread = .everywhere,
    isBackground: Bool = false
  ) {
    self.kind = kind
    self.start = start
    self.duration = duration
    self.spread = spread
    self.isBackground = isBackground
  }

  /// What can go wrong with a measurement.
  public enum Kind: Hashable, Sendable {
    /// Mains hum: a fundamental of this amplitude, with harmonics.
    case mains(amplitude: Double, frequency: Hertz)
    /// An electrode has come off.
    case leadOff(LeadOff)
    /// Cable and electrodes are shaken: decaying transients below 20 Hz up to this amplitude.
    case motion(amplitude: Double)
    /// The heart, once every 0.9 s, with an R wave of this height.
    case ecg(amplitude: Double)
    /// The gain is this many times too high, so that peaks reach the rails.
    case clipping(gain: Double)
    /// Mains hum whose strength comes and goes once in `period` seconds.
    case waveringMains(amplitude: Double, frequency: Hertz, period: Double)
    /// The amplifier's noise rises to `factor` times its own over a third of the time, stays and
    /// sinks.
    case noise(factor: Double)
    /// Somebody has turned the gain to `factor` times what it was.
    case gainChange(factor: Double)
    /// Samples are missing.
    case gap
    /// The baseline wanders by this amplitude, once in `period`.
    case drift(amplitude: Double, period: Double)
    /// A loose lead makes and breaks contact: steps of up to this amplitude that decay.
    case pops(amplitude: Double)
  }

  /// What an amplifier shows when an electrode has come off.
  public enum LeadOff: Hashable, Sendable {
    /// The upper rail.
    case rail
    /// One value.
    case flat
    /// Mains hum of this amplitude.
    case mains(amplitude: Double, frequency: Hertz)
    /// White noise of this RMS.
    case broadband(rms: Double)
    /// Nothing at all, as a pressure sensor that has come off.
    case zero
  }
}
