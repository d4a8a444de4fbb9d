import CrampModel

/// An artefact worked out, before it spreads.
struct Interference {
  private(set) var disturbances: [Disturbance] = []
  private(set) var transients: [Transient] = []

  /// Works an artefact out with random numbers of its own.
  init(_ artefact: Artefact, rate: Hertz, from generator: inout SplitMix64) {
    let span = artefact.start..<artefact.start + max(0, artefact.duration)
    let phase = generator.uniform()
    func hum(_ amplitude: Double, _ frequency: Hertz) -> Hum {
      Hum(amplitude: amplitude, frequency: frequency, phase: phase, limit: 0.45 * rate.value)
    }
    switch artefact.kind {
    case .mains(let amplitude, let frequency):
      add(.hum(hum(amplitude, frequency)), over: span)
    case .leadOff(.mains(let amplitude, let frequency)):
      add(.leadOff(.hum(hum(amplitude, frequency))), over: span)
    case .leadOff(.rail):
      add(.leadOff(.rail), over: span)
    case .leadOff(.flat):
      add(.leadOff(.flat), over: span)
    case .leadOff(.broadband(let rms)):
      add(.leadOff(.broadband(rms: rms)), over: span)
    case .leadOff(.zero):
      add(.leadOff(.zero), over: span)
    case .waveringMains(let amplitude, let frequency, let period):
      add(.wavering(hum(amplitude, frequency), period: max(0.1, period)), over: span)
    case .noise(let factor):
      add(.noise(factor: factor), over: span)
    case .gainChange(let factor):
      add(.gain(factor), over: span)
    case .clipping(let gain):
      add(.gain(gain), over: span)
    case .drift(let amplitude, let period):
      add(.drift(amplitude: amplitude, period: period), over: span)
    case .motion(let amplitude):
      transients = Transient.thrashing(over: span, amplitude: amplitude, from: &generator)
    case .pops(let amplitude):
      transients = Transient.pops(over: span, amplitude: amplitude, from: &generator)
    case .ecg(let amplitude):
      transients = Transient.heartbeats(over: span, amplitude: amplitude, from: &generator)
    case .gap:
      break
    }
  }

  private mutating func add(_ effect: Disturbance.Effect, over span: Range<Double>) {
    disturbances.append(
      Disturbance(start: span.lowerBound, end: span.upperBound, effect: effect)
    )
  }
}

extension Transient {
  /// Decaying swings of 0.5...3 cycles in 0.15...1.2 s, every 1.2 s on average.
  static func thrashing(
    over span: Range<Double>,
    amplitude: Double,
    from generator: inout SplitMix64
  ) -> [Self] {
    guard amplitude > 0 else { return [] }
    return poisson(over: span, mean: 1.2, from: &generator) { time, generator in
      let length = generator.uniform(0.15...1.2)
      let sign = generator.uniform() < 0.5 ? -1.0 : 1.0
      return Self(
        start: time,
        end: time + length,
        amplitude: sign * amplitude * generator.uniform(0.2...1),
        form: .swing(cycles: generator.uniform(0.5...3))
      )
    }
  }

  /// Decaying steps of 0.05...0.5 s, twice a second on average.
  static func pops(
    over span: Range<Double>,
    amplitude: Double,
    from generator: inout SplitMix64
  ) -> [Self] {
    poisson(over: span, mean: 0.5, from: &generator) { time, generator in
      let sign = generator.uniform() < 0.5 ? -1.0 : 1.0
      return Self(
        start: time,
        end: time + generator.uniform(0.05...0.5),
        amplitude: sign * amplitude * generator.uniform(0.1...1),
        form: .step
      )
    }
  }

  /// An R and an S wave every 0.9 +/- 0.05 s.
  static func heartbeats(
    over span: Range<Double>,
    amplitude: Double,
    from generator: inout SplitMix64
  ) -> [Self] {
    var result: [Self] = []
    var time = span.lowerBound + 0.9 * generator.uniform()
    while time < span.upperBound {
      result.append(Self(start: time, end: time + 0.06, amplitude: amplitude, form: .biphasic))
      time += generator.uniform(0.85...0.95)
    }
    return result
  }

  private static func poisson(
    over span: Range<Double>,
    mean: Double,
    from generator: inout SplitMix64,
    _ make: (Double, inout SplitMix64) -> Self
  ) -> [Self] {
    var result: [Self] = []
    var time = span.lowerBound + generator.waiting(mean: mean)
    while time < span.upperBound {
      result.append(make(time, &generator))
      time += generator.waiting(mean: mean)
    }
    return result
  }
}
