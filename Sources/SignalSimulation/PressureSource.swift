import CrampModel

/// The samples of one pressure or force sensor, one after the other.
///
/// Levels of contractions, heights of transients and amplitudes of drifts are loads, in per cent of
/// a squeeze. A sensor that has come off (``Artefact/LeadOff/zero``) reads what it reads without a
/// load; hum and broadband noise are nothing to it.
struct PressureSource: Sendable {
  private let sensor: MechanicalSensor
  private let frontEnd: FrontEnd
  private let interval: Double
  private let zero: Double
  private var elasticity: Elasticity
  private var breath: Ripple
  private var pulse: Ripple
  private var noise: AmplifierNoise
  private var efforts: Timeline<Effort>
  private var transients: Timeline<Transient>
  private var disturbances: Timeline<Disturbance>
  private var shown = 0.0

  /// Prepares a channel at a rate.
  init(
    _ sensor: MechanicalSensor,
    frontEnd: FrontEnd,
    plan: ChannelPlan,
    index: Int,
    rate: Hertz,
    seed: UInt64
  ) {
    self.sensor = sensor
    self.frontEnd = frontEnd
    interval = 1 / rate.value
    zero = frontEnd.unit == .count ? -frontEnd.fullScale : 0
    elasticity = Elasticity(sensor, interval: 1 / rate.value)
    breath = Ripple(
      amplitude: 2 * sensor.breath,
      rate: sensor.breathRate,
      riseShare: 0.4,
      irregularity: 0.2,
      sighs: 0.012,
      generator: SplitMix64(seed: seed, UInt64(index), 10)
    )
    pulse = Ripple(
      amplitude: sensor.pulse,
      rate: 1.1,
      riseShare: 0.15,
      irregularity: 0.06,
      generator: SplitMix64(seed: seed, UInt64(index), 11)
    )
    noise = AmplifierNoise(seed: seed, channel: index, rate: rate)
    efforts = Timeline(plan.efforts)
    transients = Timeline(plan.transients)
    disturbances = Timeline(plan.disturbances)
  }

  /// The sample at a time that is after that of the last one.
  mutating func sample(at time: Double) -> Float {
    disturbances.advance(to: time)
    let hiss = frontEnd.noise * noise.next()
    var reading = sensor.reading(of: elasticity.push(load(at: time))) + hiss
    for disturbance in disturbances.active {
      if case .gain(let gain) = disturbance.effect { reading *= gain }
    }
    for disturbance in disturbances.active {
      guard case .leadOff(let fault) = disturbance.effect else { continue }
      switch fault {
      case .rail: reading = 2 * frontEnd.fullScale
      case .flat: reading = shown
      case .zero, .hum, .broadband: reading = hiss
      }
    }
    shown = reading
    return frontEnd.sample(reading + zero)
  }

  private mutating func load(at time: Double) -> Double {
    efforts.advance(to: time)
    transients.advance(to: time)
    var load = sensor.preload
    var coupling = 1.0
    for effort in efforts.active {
      load += effort.level(at: time)
      coupling *= effort.coupling(at: time)
    }
    for transient in transients.active { load += transient.value(at: time) }
    for disturbance in disturbances.active {
      if case .drift(let amplitude, let period) = disturbance.effect {
        load += amplitude * Elementary.sine(turns: (time - disturbance.start) / period)
      }
    }
    load += coupling * (breath.next(seconds: interval) + pulse.next(seconds: interval))
    // Nothing pulls at a pad; what is off the skin weighs nothing.
    return max(0, load)
  }
}
