public import CrampModel

/// Measures one phase of a calibration on one channel, a hop at a time.
///
///     rest       half seconds that can be judged; their 20th centile, if they hardly vary
///     maximum    the highest half second that a second without a fault surrounds
public struct CalibrationMeasurement: Sendable {
  /// What counts as raised over rest: where the night's contractions begin, see ``Profile/onRatio``.
  static let rise = 1.8

  /// What is measured.
  public let phase: CalibrationPhase
  private var broadband: Broadband
  private let firstHop: Int
  private let knownRest: Double?
  private var hopsLeft: Int
  private var rest = RestMeasurement()
  private var maximum = MaximumMeasurement()
  private var faults: [String: Int]

  /// Begins a phase.
  ///
  /// - Parameters:
  ///   - phase: What is measured.
  ///   - channel: Where.
  ///   - seconds: How long, within ``CalibrationPhase/possibleSeconds``; `nil` for the usual.
  ///   - knownRest: The resting level, if it is known: a maximum is then judged by it.
  ///   - start: Rows before this second of the stream are not looked at.
  public init(
    _ phase: CalibrationPhase,
    of channel: ChannelDescription,
    seconds: Double? = nil,
    knownRest: Double? = nil,
    start: Double = 0
  ) {
    self.phase = phase
    self.knownRest = knownRest
    broadband = Broadband(rate: channel.rate.value)
    firstHop = Self.hops(max(0, start))
    let range = phase.possibleSeconds
    let length = seconds ?? phase.usualSeconds
    hopsLeft = Self.hops(max(range.lowerBound, min(length, range.upperBound)))
    faults = Dictionary(minimumCapacity: 16)
    rest.reserve(hops: hopsLeft)
  }

  /// Takes in one hop of the channel; returns the outcome at the end of the phase, once.
  public mutating func advance(
    _ row: FeatureRow
  ) -> Result<CalibrationReading, CalibrationError>? {
    guard row.hop >= firstHop, hopsLeft > 0 else { return nil }
    hopsLeft -= 1
    let fault = fault(of: row)
    if let fault { faults[fault, default: 0] += 1 }
    switch phase {
    case .rest: rest.advance(row, isUsable: fault == nil)
    case .maximum: maximum.advance(row, isUsable: fault == nil)
    }
    return hopsLeft == 0 ? outcome(step: row.step) : nil
  }

  private mutating func fault(of row: FeatureRow) -> String? {
    guard row.isValid else { return "samples-lost" }
    if (row.hop + 1) % (FeatureRow.hopsPerSecond / 2) == 0 { broadband.append(row.quality) }
    // A maximum that is clipped in part is none.
    if row.quality.railed > 0.01 { return Veto.saturated.rawValue }
    let isRaised = phase == .maximum && knownRest.map { row.level > Self.rise * $0 } ?? false
    let isNoise = isRaised && broadband.isNoise(2, dispersion: 0, step: row.step)
    return Veto(row, usualHum: 0, isNoise: isNoise)?.rawValue
  }

  private func outcome(step: Double) -> Result<CalibrationReading, CalibrationError> {
    do throws(CalibrationError) {
      switch phase {
      case .rest:
        guard let reading = try rest.reading(step: step) else { throw unusable }
        return .success(.rest(reading))
      case .maximum:
        guard let level = maximum.level else { throw unusable }
        if let knownRest, level < Self.rise * knownRest {
          throw .noContraction(ratio: level / knownRest)
        }
        return .success(.maximum(level))
      }
    } catch {
      return .failure(error)
    }
  }

  /// The fault that was there for longest; a level of exactly nothing has none and is flat.
  private var unusable: CalibrationError {
    let worst = faults.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return .unusable(reason: worst?.key ?? "flat")
  }

  private static func hops(_ seconds: Double) -> Int {
    Int((min(seconds, 1e9) * Double(FeatureRow.hopsPerSecond)).rounded())
  }
}
