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

  /// Prepares a channel at a rate.
  init(_ channel: SimulatedChannel, plan: ChannelPlan, index: Int, rate: Hertz, seed: UInt64) {
    self.channel = channel
    amplifier = AmplifierNoise(seed: seed, channel: index, rate: rate)
    white = GaussianNoise(seed: seed, channel: index, purpose: 2)
    filter = EMGFilter(rate: rate)
    efforts = Timeline(plan.efforts)
    transients = Timeline(plan.transients)
    disturbances = Timeline(plan.disturbances)
  }

  /// The sample at a time that is after that of the last one.
  mutating func sample(at time: Double) -> Float {
    disturbances.advance(to: time)
    // All noise advances whatever is shown, so that an artefact changes nothing after it.
    let noise = channel.frontEnd.noise * amplifier.next()
    var signal = noise + muscle(at: time) + channel.offset
    for disturbance in disturbances.active {
      switch disturbance.effect {
      case .hum(let hum): signal += hum.value(at: time)
      case .drift(let amplitude, let period):
        signal += amplitude * Elementary.sine(turns: (time - disturbance.start) / period)
      case .gain, .leadOff: break
      }
    }
    for disturbance in disturbances.active {
      switch disturbance.effect {
      case .gain(let gain): signal *= gain
      case .leadOff(let fault): signal = open(fault, noise: noise, at: time)
      case .hum, .drift: break
      }
    }
    return channel.frontEnd.sample(microvolts: signal)
  }

  /// EMG of all contractions together, whose powers add up, and the wave forms.
  private mutating func muscle(at time: Double) -> Double {
    efforts.advance(to: time)
    transients.advance(to: time)
    var power = channel.restTone * channel.restTone
    for effort in efforts.active {
      let level = effort.level(at: time)
      power += level * level
    }
    var value = filter.push(white.next()) * power.squareRoot()
    for transient in transients.active {
      value += transient.value(at: time)
    }
    return value
  }

  private func open(_ fault: Disturbance.LeadOff, noise: Double, at time: Double) -> Double {
    switch fault {
    case .rail: channel.frontEnd.fullScale
    case .flat: channel.offset
    case .hum(let hum): noise + channel.offset + hum.value(at: time)
    // The noise is white but for a few percent; only its size changes.
    case .broadband(let rms): channel.offset + noise * rms / max(channel.frontEnd.noise, 1e-9)
    }
  }
}
