public import CrampModel

/// What a person says about a recording that says too little about itself.
public struct ReadingOptions: Sendable, Hashable {
  /// The sample rate, for files that state none; a rate that the file states wins.
  public var rate: Hertz?
  /// The unit of channels whose unit is a voltage or not stated; forces and pressures keep theirs.
  public var unit: SignalUnit?
  /// The channels to keep, by name and in the order of the file; empty for all.
  public var channels: [String]

  /// Options that leave everything to the file.
  public init() {
    rate = nil
    unit = nil
    channels = []
  }
}
