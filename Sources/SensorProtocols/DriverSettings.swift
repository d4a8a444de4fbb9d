public import CrampModel

/// What a person says about a sensor, where the sensor itself does not know.
public struct DriverSettings: Hashable, Sendable {
  /// Of one channel.
  public struct Channel: Hashable, Sendable {
    /// What it is called; the sensor's own label otherwise.
    public var name: String?
    /// What the scaled value stands for.
    public var unit: SignalUnit?
    /// What it measures.
    public var modality: Modality?
    /// What the sensor's number is multiplied with, after ``offset`` is subtracted.
    public var scale: Double?
    /// The sensor's number at rest.
    public var offset: Double?
    /// The amplifier's gain, in place of the sensor's.
    public var gain: Double?
    /// The muscle under the electrodes.
    public var muscle: String?
    /// The chain of muscles that it works in.
    public var chain: String?

    /// Nothing said.
    public init() {}
  }

  /// Frames per second, where the sensor does not tell.
  public var rate: Hertz?
  /// The speed of the serial line, in place of the family's.
  public var baud: Int?
  /// The gain of the amplifier ahead of the converter, so that counts become microvolts.
  public var gain: Double?
  /// The converter's reference voltage, in volts.
  public var referenceVolts: Double?
  /// How many channels, where the sensor leaves the choice.
  public var channelCount: Int?
  /// Settings by channel number, from 1.
  public var channels: [Int: Channel] = [:]

  /// Nothing said.
  public init() {}
}
