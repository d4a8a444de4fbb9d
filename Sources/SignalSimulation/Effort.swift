/// A contraction as one channel sees it: its RMS, or its load, as a function of time.
struct Effort: Spanning, Sendable {
  var start: Double
  var end: Double
  var gain = 1.0
  let shape: Shape

  enum Shape: Sendable {
    /// Up to `level` within `edge` seconds, and down again as fast.
    case pulse(level: Double, edge: Double, sway: Sway)
    /// Up to `level` over the whole time.
    case ramp(level: Double)
    /// A pulse that waxes and wanes `rate` times a second, down to nearly nothing.
    case tremor(level: Double, edge: Double, rate: Double, sway: Sway)
    case cramp(Cramp, sway: Sway, phase: Double)
    /// A load on a pressure sensor, which electrodes do not see; breath and pulse come through it
    /// `coupling` times as strongly.
    case shift(load: Double, coupling: Double, edge: Double)
  }

  /// The level at a time, in microvolts RMS; 0 outside the contraction.
  func level(at time: Double) -> Double {
    guard time > start, time < end else { return 0 }
    let since = time - start
    let left = end - time
    switch shape {
    case .pulse(let level, let edge, let sway):
      let form = Elementary.smoothStep(since / edge) * Elementary.smoothStep(left / edge)
      return gain * level * form * sway.factor(at: since)
    case .ramp(let level):
      return gain * level * Elementary.smoothStep(since / (end - start))
    case .tremor(let level, let edge, let rate, let sway):
      let form = Elementary.smoothStep(since / edge) * Elementary.smoothStep(left / edge)
      let wave = 1 + 0.9 * Elementary.sine(turns: rate * since + sway.phases[0])
      return gain * level * form * wave * sway.factor(at: since)
    case .cramp(let cramp, let sway, let phase):
      return gain * Self.level(of: cramp, since: since, left: left, phase: phase)
        * sway.factor(at: since)
    case .shift(let load, _, let edge):
      return gain * load * Self.presence(since: since, left: left, edge: edge)
    }
  }

  /// How many times as strongly breath and pulse come through.
  func coupling(at time: Double) -> Double {
    guard case .shift(_, let coupling, let edge) = shape, time > start, time < end else { return 1 }
    return 1 + (coupling - 1) * Self.presence(since: time - start, left: end - time, edge: edge)
  }

  private static func presence(since: Double, left: Double, edge: Double) -> Double {
    Elementary.smoothStep(since / edge) * Elementary.smoothStep(left / edge)
  }

  private static func level(
    of cramp: Cramp,
    since: Double,
    left: Double,
    phase: Double
  ) -> Double {
    let form =
      Elementary.smoothStep(since / cramp.rise) * Elementary.smoothStep(left / cramp.fall)
    let wave = Elementary.sine(turns: cramp.modulationRate * since + phase)
    let isStretched = left < cramp.fall + cramp.stretchBurst && cramp.stretchBurst > 0
    let top = isStretched ? cramp.level * stretchGain : cramp.level
    return top * form * (1 + cramp.modulationDepth * wave)
  }

  /// Activity increased in all triceps surae when the cramped muscle was stretched (Ross and
  /// Thomas 1995); by how much is our assumption.
  private static let stretchGain = 1.6

  /// The same contraction seen from elsewhere.
  func moved(by delay: Double, gain factor: Double) -> Self {
    var result = self
    result.start += delay
    result.end += delay
    result.gain *= factor
    return result
  }
}

/// A slow irregular wandering about 1, with periods of 7, 17 and 41 s.
struct Sway: Sendable {
  let depth: Double
  let phases: [3 of Double]

  func factor(at time: Double) -> Double {
    guard depth > 0 else { return 1 }
    let fast = Elementary.sine(turns: time / 7 + phases[0])
    let middle = Elementary.sine(turns: time / 17 + phases[1])
    let slow = Elementary.sine(turns: time / 41 + phases[2])
    return max(0, 1 + depth * (fast + middle + slow) / 1.5)
  }
}
