import CrampModel

/// One channel as it is described, and the line from the sensor's numbers to its unit.
///
///     value = (number - offset) * factor
///
/// The number is the one on the wire: a converter's code, or what the sensor prints.
struct ChannelScale: Hashable, Sendable {
  /// What the sensor's family knows about the numbers of one channel.
  struct Numbers: Hashable, Sendable {
    /// What the sensor calls the channel.
    var label: String
    /// What a number stands for after ``offset`` and ``factor``.
    var unit = SignalUnit.count
    /// What the channel measures.
    var modality = Modality.emg
    /// What a number is multiplied with, after ``offset`` is subtracted.
    var factor = 1.0
    /// The number at rest.
    var offset = 0.0
    /// The lowest and the highest number that the converter gives, if it is known.
    var range: ClosedRange<Double>?
  }

  /// The channel, with a voltage in microvolts.
  let description: ChannelDescription
  /// The number at rest.
  let offset: Double
  /// What a number is multiplied with.
  let factor: Double

  /// Joins what the family knows with what a person says, who has the last word.
  ///
  /// A scale without a unit gives an arbitrary unit. A unit without a scale names what the
  /// sensor's codes are; it cannot turn a known voltage into something else.
  ///
  /// - Parameters:
  ///   - numbers: What the family knows.
  ///   - number: The channel's number in the settings, from 1.
  ///   - settings: What a person says.
  ///   - rate: Frames per second.
  /// - Throws: ``DialogueError/settings(cause:)`` if what is said cannot be meant.
  init(
    _ numbers: Numbers,
    channel number: Int,
    settings: DriverSettings,
    rate: Hertz
  ) throws(DialogueError) {
    let said = settings.channels[number] ?? DriverSettings.Channel()
    let unit = said.unit ?? (said.scale == nil ? numbers.unit : .arbitrary)
    var factor = said.scale ?? numbers.factor
    if said.scale == nil, numbers.unit.microvolts != nil {
      guard unit.microvolts != nil else {
        throw .settings(cause: "channel \(number): unit \(unit.rawValue) needs a scale")
      }
      factor *= numbers.unit.microvolts ?? 1
    } else {
      factor *= unit.microvolts ?? 1
    }
    let offset = said.offset ?? numbers.offset
    guard factor.isFinite, factor != 0, offset.isFinite else {
      throw .settings(cause: "channel \(number): scale and offset must be finite, the scale not 0")
    }
    let rails = numbers.range.map { range in
      [(range.lowerBound - offset) * factor, (range.upperBound - offset) * factor].sorted()
    }
    description = ChannelDescription(
      name: said.name ?? numbers.label,
      unit: unit.microvolts == nil ? unit : .microvolt,
      rate: rate,
      modality: said.modality ?? Self.modality(of: unit) ?? numbers.modality,
      railLow: rails?.first.map { Float($0) },
      railHigh: rails?.last.map { Float($0) },
      muscle: said.muscle,
      chain: said.chain
    )
    self.offset = offset
    self.factor = factor
  }

  /// The sensor's number in the unit of ``description``.
  func value(of number: Double) -> Float {
    Float((number - offset) * factor)
  }

  private static func modality(of unit: SignalUnit) -> Modality? {
    switch unit {
    case .newton, .kilogramForce: .force
    case .kilopascal, .millimetreOfMercury: .pressure
    case .microvolt, .millivolt, .volt, .count, .arbitrary: nil
    }
  }
}

extension ChannelScale.Numbers {
  /// The codes of a converter whose middle is the signal's rest.
  ///
  /// - Parameters:
  ///   - label: What the sensor calls the channel.
  ///   - bits: The converter's resolution.
  ///   - reference: The converter's span, in volts.
  ///   - gain: Of the amplifier ahead of the converter; `nil` leaves codes.
  ///   - channel: The channel's number, to name it.
  /// - Throws: ``DialogueError/settings(cause:)`` if a number cannot be meant.
  init(
    label: String,
    bits: Int,
    reference: Double,
    gain: Double?,
    channel: Int
  ) throws(DialogueError) {
    let codes = Double(1 << bits)
    self.init(label: label, offset: codes / 2, range: 0...(codes - 1))
    guard let gain else { return }
    guard gain.isFinite, gain > 0, reference.isFinite, reference > 0 else {
      throw .settings(cause: "channel \(channel): gain and reference must be above 0")
    }
    unit = .microvolt
    factor = reference * 1e6 / codes / gain
  }
}
