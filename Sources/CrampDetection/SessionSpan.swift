internal import CrampModel

/// How far the level can go above rest: a calibrated squeeze, else what the session has shown.
///
/// The third of the five highest excursions of a second or more, so that one knee on the sensor
/// does not make it deaf.
struct SessionSpan: Sendable {
  private let squeeze: Double?
  private var peaks: [5 of Double] = .init(repeating: 0)
  private var run = 0
  private var low = Double.infinity
  private var best = 0.0

  init(squeeze: Double? = nil) {
    self.squeeze = squeeze
  }

  /// The span, in the channel's unit; 0 while it is not known.
  var value: Double { squeeze ?? peaks[2] }

  /// Takes in how far a hop's level lies above rest.
  mutating func advance(_ height: Double, swing: Double) {
    guard height > swing else {
      if best > peaks[4] { insert(best) }
      run = 0
      low = .infinity
      best = 0
      return
    }
    low = min(low, height)
    run += 1
    guard run == FeatureRow.hopsPerSecond else { return }
    best = max(best, low)
    run = 0
    low = .infinity
  }

  private mutating func insert(_ peak: Double) {
    var peak = peak
    for index in peaks.indices where peak > peaks[index] {
      swap(&peak, &peaks[index])
    }
  }
}
