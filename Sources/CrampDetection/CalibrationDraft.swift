public import CrampModel

/// A calibration that is being made: rest first, then the best of some maxima.
public struct CalibrationDraft: Hashable, Sendable {
  /// Rest, if it has been measured.
  public private(set) var rest: CalibrationReading.Rest?
  /// The highest maximum, if one has been measured.
  public private(set) var maximum: Double?
  /// How many maxima have been measured.
  public private(set) var tries = 0

  /// An empty draft.
  public init() {}

  /// Maximum over rest, a ratio; `nil` until both are known.
  public var contrast: Double? {
    guard let rest, let maximum else { return nil }
    return maximum / rest.level
  }

  /// Takes in what a phase measured; a new rest makes the maxima void.
  ///
  /// - Parameter reading: The reading.
  /// - Throws: ``CalibrationError`` if it is a maximum and rest is not known or about as high.
  public mutating func take(_ reading: CalibrationReading) throws(CalibrationError) {
    switch reading {
    case .rest(let level):
      self = Self()
      rest = level
    case .maximum(let level):
      guard let rest else { throw .missing(phase: "rest") }
      guard level >= CalibrationMeasurement.rise * rest.level else {
        throw .noContraction(ratio: level / rest.level)
      }
      maximum = max(maximum ?? 0, level)
      tries += 1
    }
  }

  /// The calibration.
  ///
  /// - Parameters:
  ///   - sensor: The sensor's identity.
  ///   - channel: The channel that was measured.
  ///   - person: Whose muscle it is, if that is said.
  ///   - made: When.
  /// - Returns: The calibration.
  /// - Throws: ``CalibrationError`` if a phase is missing.
  public func calibration(
    of sensor: String,
    _ channel: ChannelDescription,
    person: String?,
    made: Timestamp
  ) throws(CalibrationError) -> Calibration {
    guard let rest else { throw .missing(phase: "rest") }
    guard let maximum else { throw .missing(phase: "the maximum") }
    let calibration = Calibration(
      person: person,
      sensor: sensor,
      channel: channel.name,
      unit: channel.unit,
      rest: rest.level,
      restSpread: max(0, rest.spread),
      maximum: maximum,
      restMedianFrequency: rest.medianFrequency,
      made: made
    )
    guard let calibration else { throw .unusable(reason: "flat") }
    return calibration
  }
}
