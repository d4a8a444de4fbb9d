public import CrampModel

/// What a sensor is and what it gives, by its own word and the configuration's.
public struct SensorAccount: Hashable, Sendable {
  /// What the sensor calls itself, such as `GDX-EKG` or `UNO-R3`; printable, empty if unknown.
  public var model: String
  /// The serial number that the sensor tells, beside that of its USB descriptor.
  public var serial: String?
  /// The version of its firmware, printable.
  public var firmware: String?
  /// The channels in the order of the values of a frame; all of one rate.
  public var channels: [ChannelDescription]

  /// An account of a sensor.
  public init(
    model: String = "",
    serial: String? = nil,
    firmware: String? = nil,
    channels: [ChannelDescription] = []
  ) {
    self.model = model
    self.serial = serial
    self.firmware = firmware
    self.channels = channels
  }
}
