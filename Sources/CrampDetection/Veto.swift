internal import CrampModel

/// Why a channel cannot be judged, read off its last second.
///
/// The limits are our assumptions, from simulated signals: weak hum is notched, clipping in part is
/// told by `degraded`.
enum Veto: String, Sendable {
  case saturated
  case flat
  case mains
  case leadOff = "lead-off"

  /// The veto that a row calls for; `nil` if it can be judged.
  ///
  /// - Parameters:
  ///   - row: The last second.
  ///   - usualHum: The RMS of the hum that has always been there.
  ///   - isNoise: Whether what is added to rest is the noise of an open lead.
  init?(_ row: FeatureRow, usualHum: Double, isNoise: Bool) {
    let quality = row.quality
    if quality.railed > 0.25 {
      self = .saturated
    } else if quality.repeated > 0.95 {
      self = .flat
    } else if quality.hum > 0.6, Self.isOpen(row, usualHum) {
      self = .mains
    } else if isNoise {
      self = .leadOff
    } else {
      return nil
    }
  }

  /// The same as it is shown.
  var fault: SignalFault {
    switch self {
    case .saturated: .saturated
    case .flat: .flat
    case .mains: .mains
    case .leadOff: .leadOff
    }
  }

  /// Whether hum is so strong that nothing else is seen, or has come up and hides what was there.
  private static func isOpen(_ row: FeatureRow, _ usualHum: Double) -> Bool {
    let clean = row.quality.rms * row.quality.clean.squareRoot()
    let hum = row.quality.humRMS
    return hum > 20 * clean || (hum > 4 * clean && hum > 4 * usualHum)
  }
}
