import CrampModel

/// One motor unit: when it fires, and what a discharge looks like at the electrodes.
struct MotorUnit: Sendable {
  /// The excitation at which it is recruited, 0...1.
  let threshold: Double
  /// The height of its potential, in microvolts once the pool is calibrated.
  var height: Double
  /// The standard deviation of its potential, in seconds.
  let length: Double
  let potential: Potential
  /// How far it is on its way to the next discharge, in mean intervals.
  var progress: Double
  /// The next interval, in mean intervals.
  var interval = 1.0

  /// Discharges per second.
  ///
  /// Between 8 at recruitment and 25 for the smallest, 18 for the largest unit; in a cramp units
  /// have been seen at 6 to 25 with a mean of 14.5 (Minetto 2009, J Neurophysiol 102:1890).
  func rate(at excitation: Double) -> Double {
    guard excitation >= threshold else { return 0 }
    return min(25 - 7 * threshold, 8 + 30 * (excitation - threshold))
  }

  /// The square of one potential behind the converter's filter, over time, in microvolts² s, at
  /// `rate` inner samples per second.
  func energy(rate: Double, decimator: Decimator) -> Double {
    var filter = decimator
    let half = Int(Potential.reach * length * rate) + 1
    var sum = 0.0
    for index in -half...(half + Decimator.taps) {
      let value = height * potential.value(at: Double(index) / (rate * length))
      filter.push(value)
      let output = filter.output
      sum += output * output
    }
    return sum / rate
  }
}
