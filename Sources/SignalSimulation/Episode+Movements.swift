import CrampModel

extension Episode {
  /// The calf works for about half of each stride of 0.1 s or more; the heel knocks at its start.
  mutating func walk(
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
      add(
        Transient(start: step, end: step + 0.25, amplitude: knock, form: .swing(cycles: 2))
      )
      step += length
    }
    name("gait", span.lowerBound, span.upperBound)
  }

  /// Bursts of 0.3...2 s with short rests between them, and thrashing.
  mutating func turn(
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
    for transient in Transient.thrashing(over: span, amplitude: motion, from: &generator) {
      add(transient)
    }
    name("movement", span.lowerBound, span.upperBound)
  }

  /// Movements at intervals that vary by a fifth, each with a name.
  mutating func kick(
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
  mutating func shake(
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
  mutating func twitch(
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
      add(
        Transient(start: time, end: time + length, amplitude: height, form: .biphasic)
      )
      time += generator.waiting(mean: 60 / perMinute)
    }
    name("fasciculation", span.lowerBound, span.upperBound)
  }

  /// The calf pushes for about half of each turn, without a knock.
  mutating func pedal(
    _ span: Range<Double>,
    level: Double,
    cadence: Double,
    from generator: inout SplitMix64
  ) {
    guard (5...300).contains(cadence) else { return }
    var time = span.lowerBound
    while time < span.upperBound {
      let turn = 60 / cadence * generator.uniform(0.95...1.05)
      let push = turn * generator.uniform(0.4...0.6)
      pulse(
        time,
        min(time + push, span.upperBound),
        level: level * generator.uniform(0.8...1.2),
        edge: 0.35 * push
      )
      time += turn
    }
    name("cycling", span.lowerBound, span.upperBound)
  }

  /// Bouts of 1...8 s with pauses of half a second to four.
  mutating func shiver(
    _ span: Range<Double>,
    level: Double,
    rate: Double,
    from generator: inout SplitMix64
  ) {
    var time = span.lowerBound
    while time < span.upperBound {
      let end = min(time + generator.uniform(1...8), span.upperBound)
      let phases: [3 of Double] = [
        generator.uniform(), generator.uniform(), generator.uniform(),
      ]
      let shape = Effort.Shape.tremor(
        level: level * generator.uniform(0.5...1.3),
        edge: 0.4,
        rate: rate * generator.uniform(0.9...1.1),
        sway: Sway(depth: 0.2, phases: phases)
      )
      if end > time { add(Effort(start: time, end: end, shape: shape)) }
      time = end + generator.uniform(0.5...4)
    }
    name("shivering", span.lowerBound, span.upperBound)
  }
}
