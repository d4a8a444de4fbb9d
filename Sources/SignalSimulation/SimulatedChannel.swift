import CrampModel

/// An electrode pair, or a pressure sensor, with its amplifier and converter.
public struct SimulatedChannel: Hashable, Sendable {
  /// The channel's name.
  public var name: String
  /// The amplifier and converter.
  public var frontEnd: FrontEnd
  /// EMG of the resting muscle, in microvolts RMS.
  public var restTone: Double
  /// Direct voltage between the electrodes, in microvolts; 0 behind a coupling capacitor.
  public var offset: Double
  /// The motor units of the muscle; `nil` for noise with the spectrum of EMG.
  public var muscle: SimulatedMuscle?
  /// The chain of muscles that it works in.
  public var chain: String?
  /// The pressure or force sensor in place of electrodes; `nil` for electrodes.
  public var mechanics: MechanicalSensor?

  /// Describes a channel.
  public init(
    name: String,
    frontEnd: FrontEnd = .sixteenBit,
    restTone: Double = 0.5,
    offset: Double = 0,
    muscle: SimulatedMuscle? = nil,
    chain: String? = nil,
    mechanics: MechanicalSensor? = nil
  ) {
    self.name = name
    self.frontEnd = frontEnd
    self.restTone = restTone
    self.offset = offset
    self.muscle = muscle
    self.chain = chain
    self.mechanics = mechanics
  }

  /// What the channel shows at rest, noise and tone together, in microvolts RMS; for a pressure
  /// sensor the standard deviation at rest, in per cent of a squeeze.
  public var restRMS: Double {
    if let mechanics { return mechanics.restSpread(behind: frontEnd) }
    return (frontEnd.noise * frontEnd.noise + restTone * restTone).squareRoot()
  }

  /// The channel as its readers see it.
  func description(rate: Hertz) -> ChannelDescription {
    ChannelDescription(
      name: name,
      unit: frontEnd.unit,
      rate: rate,
      modality: mechanics?.modality ?? .emg,
      railLow: frontEnd.value(of: frontEnd.lowestCode),
      railHigh: frontEnd.value(of: frontEnd.highestCode),
      chain: chain
    )
  }
}
