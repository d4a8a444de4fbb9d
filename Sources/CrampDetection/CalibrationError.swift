/// Why a calibration did not come about, and what helps.
public enum CalibrationError: Error, Hashable, Sendable {
  /// The level at rest rose to this many times its low for more than a tenth of the time.
  case notAtRest(ratio: Double)
  /// The highest level was only this many times rest.
  case noContraction(ratio: Double)
  /// The signal could not be judged for too long; the reason is a word of the interface.
  case unusable(reason: String)
  /// The sensor went away.
  case interrupted
  /// A person gave up.
  case cancelled
  /// A phase that is needed has not been measured.
  case missing(phase: String)
}

extension CalibrationError: CustomStringConvertible {
  /// `not at rest: the level rose to 3.2 times its low; lie still and measure rest again`.
  public var description: String {
    switch self {
    case .notAtRest(let ratio):
      "not at rest: the level rose to \(tenths(ratio)) times its low; lie still and try again"
    case .noContraction(let ratio):
      "no contraction seen: the highest level was \(tenths(ratio)) times rest; squeeze harder, or "
        + "look whether the electrodes are on the muscle"
    case .unusable(let reason): "the signal cannot be judged: \(reason): \(Self.help(reason))"
    case .interrupted: "the sensor went away; try again when it is back"
    case .cancelled: "cancelled"
    case .missing(let phase): "\(phase) has not been measured; measure it first"
    }
  }

  private static func help(_ reason: String) -> String {
    switch reason {
    case "lead-off": "an electrode is loose or off"
    case "mains": "mains hum covers the muscle; look at the electrodes and move away from chargers"
    case "saturated": "the signal clips; lower the gain"
    case "flat": "nothing moves; look at the cable and the electrodes"
    case "samples-lost": "too many samples are missing"
    default: "look at the electrodes"
    }
  }

  private func tenths(_ number: Double) -> Double {
    number < 1e6 ? (number * 10).rounded() / 10 : number
  }
}
