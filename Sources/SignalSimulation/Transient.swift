/// A short wave form that is added to the signal, in microvolts as a function of time.
struct Transient: Spanning, Sendable {
  var start: Double
  var end: Double
  var amplitude: Double
  let form: Form

  enum Form: Sendable {
    /// A motor-unit potential or an R and an S wave: up, then down.
    case biphasic
    /// A decaying oscillation of `cycles`.
    case swing(cycles: Double)
    /// A step that decays.
    case step
  }

  /// The value at a time; 0 outside.
  func value(at time: Double) -> Double {
    let part = (time - start) / (end - start)
    guard part > 0, part < 1 else { return 0 }
    switch form {
    case .biphasic:
      // The first derivative of a Gaussian over ±4 standard deviations, its peak scaled to 1.
      let x = 8 * part - 4
      return -amplitude * x * Elementary.exponential((1 - x * x) / 2)
    case .swing(let cycles):
      let rest = 1 - part
      return amplitude * rest * rest * rest * Elementary.smoothStep(part / 0.15)
        * Elementary.sine(turns: cycles * part)
    case .step:
      let rest = 1 - part
      return amplitude * rest * rest * rest
    }
  }

  /// The same wave form seen from elsewhere.
  func moved(by delay: Double, gain: Double) -> Self {
    var result = self
    result.start += delay
    result.end += delay
    result.amplitude *= gain
    return result
  }
}
