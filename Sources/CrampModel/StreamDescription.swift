/// A stream of samples from one sensor, recording or simulation.
public struct StreamDescription: Hashable, Sendable {
  /// Identity that survives a replug: `driver:serial`, or `replay:file-name`.
  public var sensor: String
  /// The family that produces the samples, such as `synthetic`, `replay` or `openbci-cyton`.
  public var driver: String
  /// The time of sample zero.
  public var start: Timestamp
  /// The channels, in the order in which ``SampleBlock`` carries them.
  public var channels: [ChannelDescription]

  /// Describes a stream.
  public init(
    sensor: String,
    driver: String,
    start: Timestamp = .epoch,
    channels: [ChannelDescription]
  ) {
    self.sensor = sensor
    self.driver = driver
    self.start = start
    self.channels = channels
  }
}
