internal import CrampModel

/// Why a channel cannot be judged, read off its last second.
///
/// The values are those of the quality table of synthetic signals that the project's facts rest
/// on: hum 1.0 and kurtosis 1.5 for mains on an open lead against 0.2 and 3.2 for a cramp with
/// moderate hum; flatness 0.92 and neighbour correlation 0.07 for an open lead's amplifier noise
/// against 0.5 and 0.7 for muscle.
enum Veto: String, Sendable {
  case saturated
  case flat
  case mains
  case leadOff = "lead-off"

  /// The veto that a row calls for; `nil` if it can be judged.
  ///
  /// - Parameters:
  ///   - row: The last second.
  ///   - isRaised: Whether its level is above rest: a quiet amplifier at rest is itself flat.
  ///   - bandwidth: Half the sample rate, in hertz.
  init?(_ row: FeatureRow, isRaised: Bool, bandwidth: Double) {
    let quality = row.quality
    if quality.railed > 0.01 {
      self = .saturated
    } else if quality.repeated > 0.95 {
      self = .flat
    } else if quality.hum > 0.6, quality.kurtosis < 2.2 {
      self = .mains
    } else if isRaised, bandwidth >= 400, quality.flatness > 0.8,
      abs(quality.neighbourCorrelation) < 0.3
    {
      self = .leadOff
    } else {
      return nil
    }
  }
}
