#if canImport(Glibc)
import Glibc
#endif

/// What rest and a maximum voluntary contraction are on one channel of one sensor.
///
/// It holds for the electrodes as they were put on: a new place or new skin gives new levels.
public struct Calibration: Hashable, Sendable {
  /// The version of the form in which it is written.
  public static let version = 1
  /// The least contrast, maximum over rest, that leaves room to see a cramp: 12 dB.
  ///
  /// Our rule. The mean cramp of Serrao et al. 2007 (Exp Brain Res 182:301) was only 1.43 times
  /// the level before it, 19.9 against 13.9 µV. Where the strongest squeeze is not even four
  /// times rest, noise covers the muscle, and such a cramp stays below any on level.
  public static let leastContrast = 4.0

  /// A short name that is a function of the rest: eight hexadecimal digits.
  public let id: String
  /// Whose muscle it is, if that was said.
  public let person: String?
  /// The sensor's identity.
  public let sensor: String
  /// The channel's name.
  public let channel: String
  /// The unit of the levels.
  public let unit: SignalUnit
  /// RMS at rest: the 20th centile of half seconds.
  public let rest: Double
  /// How much rest varies upward, as a standard deviation.
  public let restSpread: Double
  /// Highest RMS over half a second of a maximum voluntary contraction.
  public let maximum: Double
  /// Median frequency at rest in hertz, if it is known: that of the amplifier, mostly.
  public let restMedianFrequency: Double?
  /// When it was made.
  public let made: Timestamp

  /// A calibration; `nil` if a level is not above 0 or not finite.
  public init?(
    person: String? = nil,
    sensor: String,
    channel: String,
    unit: SignalUnit,
    rest: Double,
    restSpread: Double,
    maximum: Double,
    restMedianFrequency: Double? = nil,
    made: Timestamp
  ) {
    guard rest > 0, maximum > 0, restSpread >= 0,
      [rest, maximum, maximum / rest, restSpread, restMedianFrequency ?? 0].allSatisfy(\.isFinite)
    else { return nil }
    self.person = person
    self.sensor = sensor
    self.channel = channel
    self.unit = unit
    self.rest = rest
    self.restSpread = restSpread
    self.maximum = maximum
    self.restMedianFrequency = restMedianFrequency
    self.made = made
    var digest = Digest()
    for text in [sensor, channel, unit.rawValue, person ?? ""] { digest.add(text) }
    for number in [rest, restSpread, maximum, restMedianFrequency ?? 0] {
      digest.add(number.bitPattern)
    }
    digest.add(UInt64(bitPattern: made.microseconds))
    let digits = String(digest.high >> 32, radix: 16)
    id = String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Maximum over rest, a ratio.
  public var contrast: Double { maximum / rest }

  /// Maximum over rest, in decibels.
  public var contrastDecibels: Double { 20 * log10(contrast) }

  /// Whether there is room to see a cramp, see ``leastContrast``.
  public var isContrastEnough: Bool { contrast >= Self.leastContrast }

  /// A level in per cent of the maximum.
  public func percent(of level: Double) -> Double { 100 * level / maximum }

  /// Whether it is about a channel of this name and unit.
  public func fits(_ description: ChannelDescription) -> Bool {
    channel == description.name && unit == description.unit
  }
}

extension Calibration: CustomStringConvertible {
  /// `rest 2.113 uV, maximum 180.2 uV, contrast 38.6 dB`.
  public var description: String {
    "rest \(Self.short(rest)) \(unit.rawValue), maximum \(Self.short(maximum)) \(unit.rawValue), "
      + "contrast \(Double((contrastDecibels * 10).rounded()) / 10) dB"
  }

  /// A number with four digits that count.
  private static func short(_ number: Double) -> String {
    guard number > 0, number < 1e12 else { return String(number) }
    let scale = pow(10, (3 - log10(number).rounded(.down)))
    let rounded = (number * scale).rounded() / scale
    return rounded == rounded.rounded() ? String(Int64(rounded)) : String(rounded)
  }
}
