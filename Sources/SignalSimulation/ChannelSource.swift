import CrampModel

/// The samples of one channel, one after the other.
struct ChannelSource: Sendable {
  private let channel: SimulatedChannel
  private var amplifier: AmplifierNoise
  private var white: GaussianNoise
  private var filter: EMGFilter
  private var efforts: Timeline<Effort>
  private var transients: Timeline<Transient>
  private var disturbances: Timeline<Disturbance>
  private var decimator: Decimator
  private let innerSeconds: Double
  private let noiseGain: Double
  private let toneGain: Double
  private var voluntary: MotorUnitPool?
  private var cramping: MotorUnitPool?

  /// Prepares a channel at a rate.
  init(_ channel: SimulatedChannel, plan: ChannelPlan, index: Int, rate: Hertz, seed: UInt64) {
    self.channel = channel
    let decimator = Decimator(factor: channel.frontEnd.isDeltaSigma ? 4 : 1)
    let inner = Hertz(rate.value * Double(decimator.factor))
    self.decimator = decimator
    innerSeconds = 1 / inner.value
    noiseGain =
      decimator.factor > 1
      ? channel.frontEnd.noise / AmplifierNoise.gain(behind: decimator) : channel.frontEnd.noise
    amplifier = AmplifierNoise(seed: seed, channel: index, rate: inner)
    white = GaussianNoise(seed: seed, channel: index, purpose: 2)
    filter = EMGFilter(rate: inner)
    toneGain = 1 / filter.gain(behind: decimator)
    func pool(_ traits: MotorUnitPool.Traits, _ purpose: UInt64) -> MotorUnitPool {
      let generator = SplitMix64(seed: seed, UInt64(index), purpose)
      return MotorUnitPool(traits, rate: inner.value, decimator: decimator, generator: generator)
    }
    voluntary = channel.muscle.map { pool($0.voluntary, 6) }
    cramping = channel.muscle.map { pool($0.cramping, 7) }
    efforts = Timeline(plan.efforts)
    transients = Timeline(plan.transients)
    disturbances = Timeline(plan.disturbances)
  }

  /// The sample at a time that is after that of the last one.
  mutating func sample(at time: Double) -> Float {
    guard decimator.factor > 1 else {
      return channel.frontEnd.sample(microvolts: voltage(at: time))
    }
    for step in 0..<decimator.factor {
      decimator.push(voltage(at: time + Double(step) * innerSeconds))
    }
    return channel.frontEnd.sample(microvolts: decimator.output)
  }

  private mutating func voltage(at time: Double) -> Double {
    disturbances.advance(to: time)
    // All noise advances whatever is shown, so that an artefact changes nothing after it.
    let noise = noiseGain * amplifier.next()
    var signal = noise + muscle(at: time) + channel.offset
    for disturbance in disturbances.active {
      switch disturbance.effect {
      case .hum(let hum): signal += hum.value(at: time)
      case .drift(let amplitude, let period):
        signal += amplitude * Elementary.sine(turns: (time - disturbance.start) / period)
      case .wavering(let hum, let period):
        let turns = (time - disturbance.start) / period
        signal += hum.value(at: time) * (0.6 + 0.4 * Elementary.sine(turns: turns))
      case .noise(let factor):
        let part = (time - disturbance.start) / (disturbance.end - disturbance.start)
        signal += noise * (factor - 1) * min(1, 3 * min(part, 1 - part))
      case .gain, .leadOff: break
      }
    }
    for disturbance in disturbances.active {
      switch disturbance.effect {
      case .gain(let gain): signal *= gain
      case .leadOff(let fault): signal = open(fault, noise: noise, at: time)
      case .hum, .drift, .wavering, .noise: break
      }
    }
    return signal
  }

  /// EMG of all contractions together, whose powers add up, and the wave forms.
  private mutating func muscle(at time: Double) -> Double {
    efforts.advance(to: time)
    transients.advance(to: time)
    var value = voluntary == nil ? interference(at: time) : discharges(at: time)
    for transient in transients.active {
      value += transient.value(at: time)
    }
    return value
  }

  /// All contractions as one noise.
  private mutating func interference(at time: Double) -> Double {
    var power = channel.restTone * channel.restTone
    for effort in efforts.active {
      if case .shift = effort.shape { continue }
      let level = effort.level(at: time)
      power += level * level
    }
    return filter.push(white.next()) * toneGain * power.squareRoot()
  }

  /// Rest and rising tone as noise of many distant units, contractions as discharges of single ones.
  private mutating func discharges(at time: Double) -> Double {
    var tone = channel.restTone * channel.restTone
    var will = 0.0
    var cramp = 0.0
    for effort in efforts.active {
      let level = effort.level(at: time)
      switch effort.shape {
      case .ramp: tone += level * level
      case .pulse, .tremor: will += level * level
      case .cramp: cramp += level * level
      case .shift: break
      }
    }
    var value = filter.push(white.next()) * toneGain * tone.squareRoot()
    let stretch = channel.muscle?.stretch(at: time) ?? 1
    value += voluntary?.next(level: will.squareRoot(), stretch: stretch) ?? 0
    value += cramping?.next(level: cramp.squareRoot()) ?? 0
    return value
  }

  private func open(_ fault: Disturbance.LeadOff, noise: Double, at time: Double) -> Double {
    switch fault {
    case .rail: channel.frontEnd.fullScale
    case .flat: channel.offset
    case .zero: 0
    case .hum(let hum): noise + channel.offset + hum.value(at: time)
    // The noise is white but for a few percent; only its size changes.
    case .broadband(let rms): channel.offset + noise * rms / max(channel.frontEnd.noise, 1e-9)
    }
  }
}
