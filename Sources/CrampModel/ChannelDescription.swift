/// One channel of a stream: what it is called, what it measures and how fast.
public struct ChannelDescription: Hashable, Sendable {
  /// The configured name, else the label in the file or of the sensor, trimmed, otherwise unchanged.
  public var name: String
  /// What a sample's value stands for; never ``SignalUnit/millivolt`` or ``SignalUnit/volt``.
  public var unit: SignalUnit
  /// Samples per second.
  public var rate: Hertz
  /// What the channel measures.
  public var modality: Modality
  /// The lowest value that the converter can give, in ``unit``, if it is known.
  public var railLow: Float?
  /// The highest value that the converter can give, in ``unit``, if it is known.
  public var railHigh: Float?
  /// The muscle under the electrodes, in a person's words, if it is said.
  public var muscle: String?
  /// The chain of muscles that share their work with this one, if it is said.
  public var chain: String?

  /// Describes a channel.
  public init(
    name: String,
    unit: SignalUnit,
    rate: Hertz,
    modality: Modality = .emg,
    railLow: Float? = nil,
    railHigh: Float? = nil,
    muscle: String? = nil,
    chain: String? = nil
  ) {
    self.name = name
    self.unit = unit
    self.rate = rate
    self.modality = modality
    self.railLow = railLow
    self.railHigh = railHigh
    self.muscle = muscle
    self.chain = chain
  }
}
