internal import CrampModel

/// The level of a muscle at rest, from the half seconds that could be judged.
struct RestMeasurement: Sendable {
  /// What a change of tone at rest may be in steps of the converter, see ``Profile/onSteps``.
  private static let steps = 8.0

  private var halfSecond = HalfSecond()
  private var levels: [Double] = []
  private var frequencies: [Double] = []
  private var hops = 0

  /// Makes room, so that hops allocate nothing.
  mutating func reserve(hops: Int) {
    levels.reserveCapacity(hops / 10 + 1)
    frequencies.reserveCapacity(hops / 10 + 1)
  }

  /// Takes in a hop.
  mutating func advance(_ row: FeatureRow, isUsable: Bool) {
    hops += 1
    guard let level = halfSecond.advance(row, isUsable: isUsable) else { return }
    levels.append(level)
    if row.quality.medianFrequency > 0 { frequencies.append(row.quality.medianFrequency) }
  }

  /// What was measured.
  ///
  /// - Parameter step: The converter's step.
  /// - Returns: Rest; `nil` if less than half of the time could be judged, or nothing was there.
  /// - Throws: ``CalibrationError/notAtRest(ratio:)``.
  func reading(step: Double) throws(CalibrationError) -> CalibrationReading.Rest? {
    let sorted = levels.sorted()
    guard !sorted.isEmpty, sorted.count * 20 >= hops, sorted[sorted.count / 5] > 0 else {
      return nil
    }
    let low = sorted[sorted.count / 5]
    let high = sorted[min(sorted.count - 1, sorted.count * 9 / 10)]
    guard high <= CalibrationMeasurement.rise * low || high - low <= Self.steps * step else {
      throw .notAtRest(ratio: high / low)
    }
    return CalibrationReading.Rest(
      level: low,
      // As for the resting level that the detector learns: 0.84 standard deviations.
      spread: (sorted[sorted.count / 2] - low) / 0.84,
      medianFrequency: frequencies.isEmpty ? nil : frequencies.sorted()[frequencies.count / 2]
    )
  }
}
