/// What one unit of a sample's value stands for.
///
/// Sources convert voltages to microvolts before they hand samples on, so `millivolt` and `volt`
/// occur only while a file or a device is being described.
public enum SignalUnit: String, Sendable, CaseIterable {
  /// Microvolts at the electrodes.
  case microvolt = "uV"
  /// Millivolts at the electrodes.
  case millivolt = "mV"
  /// Volts at the electrodes.
  case volt = "V"
  /// Codes of an analogue-to-digital converter with unknown gain.
  case count = "counts"
  /// Newtons of force.
  case newton = "N"
  /// Kilograms of force, as load cells print them.
  case kilogramForce = "kgf"
  /// Kilopascals of pressure.
  case kilopascal = "kPa"
  /// Millimetres of mercury, as cuffs print them.
  case millimetreOfMercury = "mmHg"
  /// A scale that nothing describes.
  case arbitrary = "a.u."

  /// The factor that turns this unit into microvolts; `nil` if it is no voltage.
  public var microvolts: Double? {
    switch self {
    case .microvolt: 1
    case .millivolt: 1e3
    case .volt: 1e6
    case .count, .newton, .kilogramForce, .kilopascal, .millimetreOfMercury, .arbitrary: nil
    }
  }

  /// The unit for what a file header or a person wrote; `nil` if it names none that is known.
  ///
  /// Case and surrounding blanks do not matter, except that `mV` and `MV` are not told apart;
  /// `µ`, `μ` and `u` are the same.
  public init?(spelling: String) {
    let letters = spelling.lowercased().filter { !$0.isWhitespace }
    switch letters {
    case "uv", "µv", "μv", "microvolt", "microvolts": self = .microvolt
    case "mv", "millivolt", "millivolts": self = .millivolt
    case "v", "volt", "volts": self = .volt
    case "counts", "count", "adc", "lsb", "raw": self = .count
    case "n", "newton", "newtons": self = .newton
    case "kgf", "kg": self = .kilogramForce
    case "kpa": self = .kilopascal
    case "mmhg": self = .millimetreOfMercury
    case "a.u.", "au": self = .arbitrary
    default: return nil
    }
  }
}
