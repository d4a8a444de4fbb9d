public import CrampModel

/// What a person says about a recording that says too little about itself.
public struct ReadingOptions: Sendable, Hashable {
  /// The sample rate, for files whose header states none; one that a header states wins.
  ///
  /// It stands above the rate that a column of times shows. Where those times do not fit it, as
  /// with samples that a radio delivered in bunches, no gaps are looked for.
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
