internal import CrampModel

/// What a calibration says of rest before the channel's own is known.
struct CalibratedRest: Sendable {
  /// The resting level.
  let level: Double
  /// Its standard deviation.
  let spread: Double
  private let maximum: Double

  init(_ calibration: Calibration) {
    level = calibration.rest
    spread = calibration.restSpread
    maximum = calibration.maximum
  }

  /// Whether the first half second of a stream can be judged by it.
  ///
  /// It can if it is at rest, or so high that only a muscle is: a tenth of the maximum (an
  /// assumption). In between it may as well be that electrodes which were put on anew are noisier,
  /// and then a calibrated rest would call the noise a contraction for as long as it lasts.
  func explains(_ first: Double) -> Bool {
    first <= CalibrationMeasurement.rise * level || first >= 0.1 * maximum
  }
}

extension Sequence<Calibration> {
  /// The last one that fits a channel.
  func last(for channel: ChannelDescription) -> Calibration? {
    reduce(nil) { $1.fits(channel) ? $1 : $0 }
  }
}
