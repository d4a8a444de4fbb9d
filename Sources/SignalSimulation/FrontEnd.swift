public import CrampModel

/// An amplifier and a converter.
///
/// Behind a ``MechanicalSensor`` what is said of microvolts holds for ``unit``; counts then have
/// a step of 1.
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

  /// A 10-bit converter behind the voltage divider of a force-sensing resistor.
  public static let forceResistor = Self(bits: 10, fullScale: 512, noise: 0.6, unit: .count)
  /// A pressure transducer on an air cuff, to 40 kPa in steps of 0.0012 kPa.
  public static let airCuff = Self(bits: 16, fullScale: 40, noise: 0.004, unit: .kilopascal)
  /// A load cell in a stretch belt, to 50 N in steps of 0.006 N.
  public static let stretchBelt = Self(bits: 14, fullScale: 50, noise: 0.01, unit: .newton)
  /// The load cell of a hand dynamometer, to 850 N in steps of 0.1 N.
  public static let dynamometer = Self(bits: 14, fullScale: 850, noise: 0.15, unit: .newton)

  /// One code of the converter, in microvolts.
  public var step: Double { fullScale / Double(1 << (bits - 1)) }

  var lowestCode: Int { -(1 << (bits - 1)) }

  var highestCode: Int { (1 << (bits - 1)) - 1 }

  /// The sample's value for a code, in ``unit``.
  func value(of code: Int) -> Float {
    unit == .count ? Float(code - lowestCode) : Float(Double(code) * step)
  }

  /// The sample's value for a voltage, quantised and held between the rails.
  func sample(microvolts: Double) -> Float { sample(microvolts) }

  /// The sample's value for an input in the units of ``fullScale``.
  func sample(_ input: Double) -> Float {
    let code = (input / step).rounded()
    let held = min(max(code, Double(lowestCode)), Double(highestCode))
    return value(of: Int(held))
  }
}
