public import CrampModel

/// The amplifier, converter and rate behind which a drawn subject is recorded.
public enum SensorSetup: String, CaseIterable, Hashable, Sendable {
  /// 10 bits of unknown gain at 500 Hz, as an Arduino with an EMG shield.
  case arduino
  /// 24 bits at 250 Hz behind the narrow sinc filter of a delta-sigma converter.
  case cyton
  /// 16 bits at 1 kHz.
  case thousand
  /// 16 bits at 2 kHz.
  case twoThousand = "two-thousand"
  /// 10 bits of unknown gain at 10 kHz.
  case spikerBox = "spikerbox"
  /// A force-sensing resistor behind a 10-bit converter at 100 Hz.
  case fsr
  /// An air cuff at 50 Hz.
  case cuff
  /// A stretch belt at 20 Hz.
  case belt
  /// A dynamometer at 200 Hz.
  case dynamometer

  /// Those with electrodes.
  public static let electrodes: [Self] = [.arduino, .cyton, .thousand, .twoThousand, .spikerBox]
  /// Those for pressure and force.
  public static let mechanical: [Self] = [.fsr, .cuff, .belt, .dynamometer]

  /// Samples per second.
  public var rate: Hertz {
    switch self {
    case .arduino: Hertz(500)
    case .cyton: Hertz(250)
    case .thousand: Hertz(1_000)
    case .twoThousand: Hertz(2_000)
    case .spikerBox: Hertz(10_000)
    case .fsr: Hertz(100)
    case .cuff: Hertz(50)
    case .belt: Hertz(20)
    case .dynamometer: Hertz(200)
    }
  }

  /// The amplifier and converter.
  public var frontEnd: FrontEnd {
    switch self {
    case .arduino: .arduino
    case .cyton: .init(bits: 24, fullScale: 187_500, noise: 1.2, isDeltaSigma: true)
    case .thousand, .twoThousand: .sixteenBit
    case .spikerBox: .spikerBox
    case .fsr: .forceResistor
    case .cuff: .airCuff
    case .belt: .stretchBelt
    case .dynamometer: .dynamometer
    }
  }
}
