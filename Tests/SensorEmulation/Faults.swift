import CrampModel

/// What is to go wrong with a sensor.
public struct Faults: Sendable {
  /// How long a sensor neither speaks nor hears, as one that hangs.
  public enum Silence: Hashable, Sendable {
    /// Not at all.
    case none
    /// Up to a time.
    case until(Duration)
    /// Until a program opens the device.
    case untilReopen
    /// Until the microcontroller or the device is reset.
    case untilReset
  }

  /// Whether the sensor is silent.
  public var silence = Silence.none
  /// How many of the next packets to the host carry one byte only.
  public var shortPackets = 0
  /// Up to when the host gets nothing.
  var blockedUntil: Duration?

  private var transfers: [USBStatus] = []
  private var garbage: [UInt8] = []
  private var noise = SplitMix64(seed: 1)
  private let isQueueUnlimited: Bool

  init(isQueueUnlimited: Bool) {
    self.isQueueUnlimited = isQueueUnlimited
  }

  /// Lets the next transfer for data end so.
  public mutating func failNextTransfer(_ status: USBStatus) {
    transfers.append(status)
  }

  mutating func takeTransferFault() -> USBStatus? {
    transfers.isEmpty ? nil : transfers.removeFirst()
  }

  mutating func addGarbage(_ count: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    garbage += (0..<max(0, count)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  mutating func takeGarbage() -> [UInt8] {
    defer { garbage.removeAll() }
    return garbage
  }

  /// What a UART of another speed makes of bytes.
  mutating func garbled(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { _ in UInt8(truncatingIfNeeded: noise.next()) }
  }

  /// Whether the host gets nothing; gives the queue its size back when that is over.
  mutating func isBlocked(at time: Duration, queue: inout FrameQueue) -> Bool {
    guard let blockedUntil else { return false }
    guard time >= blockedUntil else { return true }
    self.blockedUntil = nil
    if isQueueUnlimited { queue.limit = nil }
    return false
  }
}

extension SensorDevice {
  /// Lets the next transfer for data end so; after a stall the endpoint stays halted.
  public mutating func failNextTransfer(_ status: USBStatus) {
    faults.failNextTransfer(status)
    pump()
  }

  /// Cuts the next packets to the host to one byte each.
  public mutating func shorten(packets: Int) {
    faults.shortPackets += max(0, packets)
  }

  /// Makes the sensor silent.
  public mutating func silence(_ silence: Faults.Silence) {
    faults.silence = silence
  }
}
