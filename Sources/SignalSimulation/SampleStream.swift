import CrampModel

/// The samples of one channel, whatever it measures with: exactly one of the two is there.
struct SampleStream: Sendable {
  // An enumeration would have to be copied out and in for each sample.
  private var electrodes: ChannelSource?
  private var sensor: PressureSource?

  /// Prepares a channel at a rate.
  init(_ channel: SimulatedChannel, plan: ChannelPlan, index: Int, rate: Hertz, seed: UInt64) {
    guard let mechanics = channel.mechanics else {
      electrodes = ChannelSource(channel, plan: plan, index: index, rate: rate, seed: seed)
      return
    }
    sensor = PressureSource(
      mechanics,
      frontEnd: channel.frontEnd,
      plan: plan,
      index: index,
      rate: rate,
      seed: seed
    )
  }

  /// The sample at a time that is after that of the last one.
  mutating func sample(at time: Double) -> Float {
    electrodes?.sample(at: time) ?? sensor?.sample(at: time) ?? .nan
  }
}
