public import CrampModel

/// An amplifier and a converter.
public struct FrontEnd: Hashable, Sendable {
  /// Bits of a sample, 1...24.
  public var bits: Int
  /// The voltage from the middle to a rail at the electrodes, in microvolts.
  public var fullScale: Double
  /// Noise in the whole band, in microvolts RMS.
  public var noise: Double
  /// ``CrampModel/SignalUnit/microvolt``, or ``CrampModel/SignalUnit/count`` where the gain is
  /// not known; counts begin at 0.
  public var unit: SignalUnit
  /// Whether the converter is a delta-sigma one, whose third-order sinc filter has lost half the
  /// power at 0.262 of the sample rate; levels and noise are as behind the filter.
  public var isDeltaSigma: Bool

  /// Describes a front end.
  public init(
    bits: Int,
    fullScale: Double,
    noise: Double = 2,
    unit: SignalUnit = .microvolt,
    isDeltaSigma: Bool = false
  ) {
    self.bits = min(max(bits, 1), 24)
    self.fullScale = fullScale
    self.noise = noise
    self.unit = unit
    self.isDeltaSigma = isDeltaSigma
  }

  /// A 16-bit amplifier with steps of 0.125 uV, which 16-bit EDF and `Float` hold exactly.
  public static let sixteenBit = Self(bits: 16, fullScale: 4_096)
  /// The converter of the OpenBCI Cyton: 24 bits, 4.5 V reference, gain 24, direct coupling.
  public static let cyton = Self(bits: 24, fullScale: 187_500, noise: 1.5)
  /// An Arduino with an EMG shield: 10 bits over 5 V behind a gain of 2848.
  public static let arduino = Self(bits: 10, fullScale: 878, unit: .count)
  /// A Muscle SpikerBox: 10 bits over 5 V behind a gain of 880.
  public static let spikerBox = Self(bits: 10, fullScale: 2_840, noise: 3, unit: .count)

  /// One code of the converter, in microvolts.
  public var step: Double { fullScale / Double(1 << (bits - 1)) }

  var lowestCode: Int { -(1 << (bits - 1)) }

  var highestCode: Int { (1 << (bits - 1)) - 1 }

  /// The sample's value for a code, in ``unit``.
  func value(of code: Int) -> Float {
    unit == .count ? Float(code - lowestCode) : Float(Double(code) * step)
  }

  /// The sample's value for a voltage, quantised and held between the rails.
  func sample(microvolts: Double) -> Float {
    let code = (microvolts / step).rounded()
    let held = min(max(code, Double(lowestCode)), Double(highestCode))
    return value(of: Int(held))
  }
}
