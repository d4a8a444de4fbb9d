internal import CrampModel

/// Why a channel cannot be judged, read off its last second.
///
/// The values are those of the quality table of synthetic signals that the project's facts rest
/// on: hum 1.0 and kurtosis 1.5 for mains on an open lead against 0.2 and 3.2 for a cramp with
/// moderate hum.
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
    } else if isRaised, Self.isBroadband(quality, bandwidth: bandwidth) {
      self = .leadOff
    } else {
      return nil
    }
  }

  /// Whether the spectrum is that of amplifier noise.
  ///
  /// Per second, of simulated muscle and of white noise, 5th to 95th centile: from 1 kHz on the
  /// flatness is 0.38...0.49 against 0.77...0.87; at 500 Hz it is 0.63...0.77 against 0.76...0.87,
  /// and neighbours correlate with 0.24...0.34 against -0.03...0.09. Slower, they are alike.
  private static func isBroadband(_ quality: SignalQuality, bandwidth: Double) -> Bool {
    if bandwidth >= 400 { return quality.flatness > 0.75 }
    return bandwidth >= 225 && quality.flatness > 0.7 && quality.neighbourCorrelation < 0.15
  }
}
