import CrampModel

/// Motor units that together give a contraction of a wanted RMS.
struct MotorUnitPool: Sendable {
  private var units: [MotorUnit]
  /// The RMS at each of 65 steps of excitation from 0 to 1.
  private let levels: [Double]
  private let rate: Double
  private let irregularity: Double
  private let doublets: Double
  private var generator: SplitMix64
  private var noise: GaussianNoise
  private var ring: [Double]
  private var place = 0
  private var untilControl = 0
  private var untilSilent = 0
  private var stretch = 1.0

  /// What distinguishes one pool of a muscle from another.
  struct Traits {
    var units: Int
    var maximum: Double
    var potentialLength: Double
    var irregularity: Double
    var doublets: Double
    /// How many times longer potentials may become.
    var greatestStretch = 1.0
  }

  /// Draws the units.
  ///
  /// - Parameters:
  ///   - traits: Their number and what they are like.
  ///   - rate: Inner samples per second.
  ///   - decimator: The converter's filter, behind which the pool has its RMS.
  ///   - generator: The random numbers.
  init(_ traits: Traits, rate: Double, decimator: Decimator, generator: SplitMix64) {
    var generator = generator
    noise = GaussianNoise(seed: generator.next(), channel: 0, purpose: 5)
    let count = max(1, traits.units)
    let drawn = (0..<count).map { Self.unit($0, of: count, traits, from: &generator) }
    let energies = drawn.map { $0.energy(rate: rate, decimator: decimator) }
    let powers = (0...Self.steps).map { step in
      Self.power(of: drawn, energies, at: Double(step) / Double(Self.steps))
    }
    let scale = traits.maximum / max(powers[Self.steps].squareRoot(), 1e-12)
    units = drawn.map { unit in
      var unit = unit
      unit.height *= scale
      return unit
    }
    levels = powers.map { scale * $0.squareRoot() }
    self.rate = rate
    irregularity = traits.irregularity
    doublets = traits.doublets
    self.generator = generator
    let longest = traits.greatestStretch * (units.map(\.length).max() ?? 0)
    let span = 2 * Potential.reach * longest + Self.controlSeconds + Self.doubletSeconds.upperBound
    ring = Array(repeating: 0, count: Int(span * rate) + 8)
  }

  /// The next inner sample of a contraction of `level` microvolts RMS.
  ///
  /// - Parameters:
  ///   - level: The RMS.
  ///   - stretch: How many times longer the potentials are than those of a rested muscle.
  /// - Returns: A voltage in microvolts.
  mutating func next(level: Double, stretch: Double = 1) -> Double {
    if untilControl == 0 {
      untilControl = max(1, Int(Self.controlSeconds * rate))
      self.stretch = stretch
      if level > 0 { discharge(level) }
    }
    untilControl -= 1
    guard untilSilent > 0 else { return 0 }
    untilSilent -= 1
    let value = ring[place]
    ring[place] = 0
    place = place + 1 == ring.count ? 0 : place + 1
    return value
  }

  /// Lets every unit fire that is due within the next control interval.
  private mutating func discharge(_ level: Double) {
    let (excitation, gain) = drive(level)
    let samples = Double(untilControl)
    for index in units.indices {
      let rate = units[index].rate(at: excitation)
      guard rate > 0 else { break }
      let step = rate * samples / self.rate
      units[index].progress += step
      guard units[index].progress >= units[index].interval else { continue }
      let over = (units[index].progress - units[index].interval) / step
      let delay = max(0, 1 - over) * samples / self.rate
      units[index].progress = 0
      units[index].interval = max(0.2, 1 + irregularity * noise.next())
      add(units[index], after: delay, gain: gain)
      if generator.uniform() < doublets {
        add(units[index], after: delay + generator.uniform(Self.doubletSeconds), gain: 0.8 * gain)
      }
    }
  }

  private mutating func add(_ unit: MotorUnit, after delay: Double, gain: Double) {
    let length = unit.length * stretch
    // A longer potential has more energy; the level is to stay.
    let height = unit.height / stretch.squareRoot()
    let middle = (delay + Potential.reach * length) * rate
    let end = min(ring.count - 1, Int(middle + Potential.reach * length * rate))
    let perSample = 1 / (rate * length)
    var slot = place
    for index in 0...end {
      ring[slot] +=
        gain * height * unit.potential.value(at: (Double(index) - middle) * perSample)
      slot = slot + 1 == ring.count ? 0 : slot + 1
    }
    untilSilent = max(untilSilent, end + 1)
  }

  /// The excitation that gives a level, and the factor for what excitation cannot give.
  private func drive(_ level: Double) -> (excitation: Double, gain: Double) {
    guard level < levels[Self.steps] else { return (1, level / levels[Self.steps]) }
    var low = 1
    while low < Self.steps, levels[low] < level { low += 1 }
    let below = levels[low - 1]
    let part = (level - below) / max(levels[low] - below, 1e-12)
    let excitation = (Double(low - 1) + max(0, part)) / Double(Self.steps)
    return low == 1 ? (1 / Double(Self.steps), level / levels[1]) : (excitation, 1)
  }

  private static func unit(
    _ index: Int,
    of count: Int,
    _ traits: Traits,
    from generator: inout SplitMix64
  ) -> MotorUnit {
    let size = (Double(index) + 0.5) / Double(count)
    let depth = generator.uniform()
    // Sizes span a factor of 20; the deepest of the units reach the skin at a fifth.
    let height = Elementary.exponential(3 * size - 1.6 * depth)
    let sign = generator.uniform() < 0.5 ? -1.0 : 1.0
    return MotorUnit(
      // Recruitment ends at three quarters of the greatest excitation.
      threshold: 0.75 * (Elementary.exponential(3 * size) - 1) / (Elementary.exponential(3) - 1),
      height: sign * height,
      length: traits.potentialLength / 1_000 * (0.75 + 0.75 * depth),
      potential: generator.uniform() < 0.5 ? .biphasic : .triphasic,
      progress: generator.uniform()
    )
  }

  private static func power(
    of units: [MotorUnit],
    _ energies: [Double],
    at excitation: Double
  ) -> Double {
    zip(units, energies).reduce(0) { $0 + $1.0.rate(at: excitation) * $1.1 }
  }

  private static let steps = 64
  private static let controlSeconds = 0.005
  private static let doubletSeconds = 0.004...0.012
}

extension SimulatedMuscle {
  /// The units that the will moves.
  var voluntary: MotorUnitPool.Traits {
    .init(
      units: units,
      maximum: maximum,
      potentialLength: potentialLength,
      irregularity: irregularity,
      doublets: 0.002,
      greatestStretch: slowing > 0 ? Self.greatestStretch : 1
    )
  }

  /// The units that can cramp.
  var cramping: MotorUnitPool.Traits {
    .init(
      units: units / 2,
      maximum: crampMaximum,
      potentialLength: potentialLength * crampStretch,
      irregularity: crampIrregularity,
      doublets: crampDoublets
    )
  }
}
