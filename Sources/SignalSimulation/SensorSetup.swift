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

  /// Samples per second.
  public var rate: Hertz {
    switch self {
    case .arduino: Hertz(500)
    case .cyton: Hertz(250)
    case .thousand: Hertz(1_000)
    case .twoThousand: Hertz(2_000)
    case .spikerBox: Hertz(10_000)
    }
  }

  /// The amplifier and converter.
  public var frontEnd: FrontEnd {
    switch self {
    case .arduino: .arduino
    case .cyton: .init(bits: 24, fullScale: 187_500, noise: 1.2, isDeltaSigma: true)
    case .thousand, .twoThousand: .sixteenBit
    case .spikerBox: .spikerBox
    }
  }
}
