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
    case .takeover: name("compensation", start, end)
    case .posture(let load, let coupling, let edge):
      let shape = Effort.Shape.shift(load: load, coupling: coupling, edge: max(0.01, edge))
      efforts = [Effort(start: start, end: end, shape: shape)]
      name("posture", start, min(end, start + edge))
    case .gait(let level, let stride):
      walk(start..<end, level: level, stride: stride, from: &generator)
    case .largeMovement(let level, let motion):
      turn(start..<end, level: level, motion: motion, from: &generator)
    case .periodicMovements(let level, let interval, let length):
      kick(start..<end, level: level, interval: interval, length: length, from: &generator)
    case .rapidMovements(let level, let rate, let duty):
      shake(start..<end, level: level, rate: rate, duty: duty, from: &generator)
    case .cycling(let level, let cadence):
      pedal(start..<end, level: level, cadence: cadence, from: &generator)
    case .shivering(let level, let rate):
      shiver(start..<end, level: level, rate: rate, from: &generator)
    case .fasciculations(let perMinute, let amplitude):
      twitch(start..<end, perMinute: perMinute, amplitude: amplitude, from: &generator)
    }
  }

  mutating func name(_ name: String, _ start: Double, _ end: Double) {
    if end > start { spans.append(Span(name: name, start: start, end: end)) }
  }

  mutating func add(_ effort: Effort) {
    efforts.append(effort)
  }

  mutating func add(_ transient: Transient) {
    transients.append(transient)
  }

  mutating func pulse(
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
