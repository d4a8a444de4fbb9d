/// A packet of Go Direct, command or answer.
///
///     byte   0      1        2         3          4          5…
///            kind   length   counter   checksum   command    arguments
///
/// The checksum is the sum of all other bytes. A command begins with 58, a measurement with 20;
/// an answer with anything else, then repeats the command and, at 5, the command's counter.
/// Source: VernierST/godirect-py, device.py, and VernierST/godirect-js, Device.js.
public struct GoDirectPacket: Hashable, Sendable {
  /// What a device can be told.
  public enum Command: UInt8, Sendable, CaseIterable {
    /// To begin a session.
    case initialize = 0x1A
    /// Versions and battery.
    case status = 0x10
    /// Names and numbers of the device.
    case deviceDescription = 0x55
    /// Which sensors it would choose itself.
    case defaultSensors = 0x56
    /// Which sensors it has.
    case availableSensors = 0x51
    /// What one sensor measures.
    case sensorDescription = 0x50
    /// How often to measure.
    case setPeriod = 0x1B
    /// To begin measuring.
    case start = 0x18
    /// To end measuring.
    case stop = 0x19
    /// To end a session.
    case disconnect = 0x54
  }

  static let headerSize = 5
  static let commandKind: UInt8 = 0x58
  static let measurementKind: UInt8 = 0x20
  /// Any value but that of a measurement is an answer; which one the devices use is not told.
  static let answerKind: UInt8 = 0x98

  /// The bytes, with length and checksum.
  public let bytes: [UInt8]

  private init(kind: UInt8, counter: UInt8, body: [UInt8]) {
    var bytes = [kind, UInt8(clamping: body.count + 4), counter, 0] + body
    bytes[3] = Self.checksum(of: bytes.span)
    self.bytes = bytes
  }

  /// A command.
  public static func command(
    _ command: Command,
    _ arguments: [UInt8] = [],
    counter: UInt8
  ) -> Self {
    Self(kind: commandKind, counter: counter, body: [command.rawValue] + arguments)
  }

  /// A device's answer.
  ///
  /// - Parameters:
  ///   - command: What it answers.
  ///   - asked: The counter of that command.
  ///   - payload: What the device says.
  ///   - counter: The device's own counter.
  /// - Returns: The packet.
  public static func answer(
    to command: Command,
    asked: UInt8,
    payload: [UInt8],
    counter: UInt8
  ) -> Self {
    Self(kind: answerKind, counter: counter, body: [command.rawValue, asked] + payload)
  }

  /// A device's measurement, of a type and what follows it.
  public static func measurement(type: UInt8, body: [UInt8], counter: UInt8) -> Self {
    Self(kind: measurementKind, counter: counter, body: [type] + body)
  }

  /// The sum of all bytes but the fourth.
  static func checksum(of packet: Span<UInt8>) -> UInt8 {
    var sum: UInt8 = 0
    for index in 0..<packet.count where index != 3 { sum &+= packet[index] }
    return sum
  }
}

extension GoDirectPacket {
  /// The bytes that begin a session, after the command.
  public static let greeting: [UInt8] = [
    0xA5, 0x4A, 6, 0x49, 7, 0x48, 8, 0x47, 9, 0x46, 10, 0x45, 11, 0x44, 12, 0x43, 13, 0x42, 14,
    0x41,
  ]

  /// The arguments that set the period between measurements, in microseconds.
  public static func period(_ microseconds: UInt32) -> [UInt8] {
    [0xFF, 0] + microseconds.littleEndianBytes + [0, 0, 0, 0]
  }

  /// The arguments that start sensors, bit `n` for sensor `n`.
  public static func sensors(_ mask: UInt32) -> [UInt8] {
    [0xFF, 1] + mask.littleEndianBytes + [UInt8](repeating: 0, count: 8)
  }

  /// The arguments that stop all sensors.
  public static let allSensors: [UInt8] = [0xFF, 0, 0xFF, 0xFF, 0xFF, 0xFF]
}
