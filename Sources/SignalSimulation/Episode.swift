import CrampModel

/// An activity worked out: contractions, wave forms and their names, before it spreads.
struct Episode {
  private(set) var efforts: [Effort] = []
  private(set) var transients: [Transient] = []
  /// What the truth says about it.
  private(set) var spans: [Span] = []

  struct Span {
    let name: String
    let start: Double
    let end: Double
  }

  /// Works an activity out with random numbers of its own.
  init(_ activity: Activity, from generator: inout SplitMix64) {
    let start = activity.start
    let end = start + max(0, activity.duration)
    switch activity.kind {
    case .cramp(let cramp):
      let sway = Self.sway(cramp.drift, from: &generator)
      let phase = generator.uniform()
      efforts = [Effort(start: start, end: end, shape: .cramp(cramp, sway: sway, phase: phase))]
      name("cramp", start, end)
    case .hold(let level):
      pulse(start, end, level: level, edge: 0.3, sway: Self.sway(0.1, from: &generator))
      name("voluntary", start, end)
    case .spasm(let level):
      pulse(start, end, level: level, edge: 0.05)
      name("spasm", start, end)
    case .tone(let level):
      efforts = [Effort(start: start, end: end, shape: .ramp(level: level))]
      name("tone", start, end)
    case .gait(let level, let stride):
      walk(start..<end, level: level, stride: stride, from: &generator)
    case .largeMovement(let level, let motion):
      turn(start..<end, level: level, motion: motion, from: &generator)
    case .periodicMovements(let level, let interval, let length):
      kick(start..<end, level: level, interval: interval, length: length, from: &generator)
    case .rapidMovements(let level, let rate, let duty):
      shake(start..<end, level: level, rate: rate, duty: duty, from: &generator)
    case .fasciculations(let perMinute, let amplitude):
      twitch(start..<end, perMinute: perMinute, amplitude: amplitude, from: &generator)
    }
  }

  private mutating func name(_ name: String, _ start: Double, _ end: Double) {
    if end > start { spans.append(Span(name: name, start: start, end: end)) }
  }

  private mutating func pulse(
    _ start: Double,
    _ end: Double,
    level: Double,
    edge: Double,
    sway: Sway = Sway(depth: 0, phases: [0, 0, 0])
  ) {
    let shape = Effort.Shape.pulse(level: level, edge: edge, sway: sway)
    if end > start { efforts.append(Effort(start: start, end: end, shape: shape)) }
  }

  private static func sway(_ depth: Double, from generator: inout SplitMix64) -> Sway {
    Sway(depth: depth, phases: [generator.uniform(), generator.uniform(), generator.uniform()])
  }
}

extension Episode {
  /// The calf works for about half of each stride of 0.1 s or more; the heel knocks at its start.
  private mutating func walk(
    _ span: Range<Double>,
    level: Double,
    stride: Double,
    from generator: inout SplitMix64
  ) {
    guard stride >= 0.1 else { return }
    var step = span.lowerBound
    while step + stride < span.upperBound {
      let length = stride * generator.uniform(0.95...1.05)
      let strength = level * generator.uniform(0.8...1.2)
      let from = step + length * generator.uniform(0.08...0.14)
      let until = step + length * generator.uniform(0.48...0.58)
      pulse(from, until, level: strength, edge: 0.12)
      let knock = generator.uniform(150...500)
      transients.append(
        Transient(start: step, end: step + 0.25, amplitude: knock, form: .swing(cycles: 2))
      )
      step += length
    }
    name("gait", span.lowerBound, span.upperBound)
  }

  /// Bursts of 0.3...2 s with short rests between them, and thrashing.
  private mutating func turn(
    _ span: Range<Double>,
    level: Double,
    motion: Double,
    from generator: inout SplitMix64
  ) {
    var time = span.lowerBound
    while time < span.upperBound {
      let end = min(time + generator.uniform(0.3...2), span.upperBound)
      pulse(time, end, level: level * generator.uniform(0.4...1.2), edge: 0.1)
      time = end + generator.uniform(0.2...0.9)
    }
    transients += Transient.thrashing(over: span, amplitude: motion, from: &generator)
    name("movement", span.lowerBound, span.upperBound)
  }

  /// Movements at intervals that vary by a fifth, each with a name.
  private mutating func kick(
    _ span: Range<Double>,
    level: Double,
    interval: Double,
    length: Double,
    from generator: inout SplitMix64
  ) {
    var time = span.lowerBound
    while time < span.upperBound {
      let end = min(time + length * generator.uniform(0.6...1.5), span.upperBound)
      pulse(time, end, level: level * generator.uniform(0.6...1.3), edge: 0.15)
      name("plm", time, end)
      time += max(interval * generator.uniform(0.8...1.2), length * 1.5 + 0.5)
    }
  }

  /// Bursts at 0.01...50 Hz that take the part `duty` of each cycle.
  private mutating func shake(
    _ span: Range<Double>,
    level: Double,
    rate: Double,
    duty: Double,
    from generator: inout SplitMix64
  ) {
    guard (0.01...50).contains(rate) else { return }
    var time = span.lowerBound
    while time < span.upperBound {
      let cycle = generator.uniform(0.85...1.15) / rate
      let end = time + cycle * duty
      pulse(time, end, level: level * generator.uniform(0.7...1.3), edge: cycle * duty / 4)
      time += cycle
    }
    name("hflm", span.lowerBound, span.upperBound)
  }

  /// Potentials of one motor unit each, at random times.
  private mutating func twitch(
    _ span: Range<Double>,
    perMinute: Double,
    amplitude: Double,
    from generator: inout SplitMix64
  ) {
    guard perMinute > 0 else { return }
    var time = span.lowerBound + generator.waiting(mean: 60 / perMinute)
    while time < span.upperBound {
      let length = generator.uniform(0.010...0.018)
      let height = amplitude * generator.uniform(0.4...1.4)
      transients.append(
        Transient(start: time, end: time + length, amplitude: height, form: .biphasic)
      )
      time += generator.waiting(mean: 60 / perMinute)
    }
    name("fasciculation", span.lowerBound, span.upperBound)
  }
}
