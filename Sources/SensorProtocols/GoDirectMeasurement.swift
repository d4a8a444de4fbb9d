/// The values in a measurement packet of Go Direct.
///
///     byte   4    5             7       8   9…
///            06   mask, 16 bit  count   –   count × sensors values: NORMAL
///            07   mask, 32 bit: count at 9, values from 11: WIDE
///            08   –, sensor     count   values from 8: one sensor, also 0A
///            09                         the same with whole numbers, also 0B
///
/// Values are 32-bit floats, set by set, in each set by ascending sensor number. Types 0C to 0E
/// carry none; 0D says that the device has dropped some.
/// Source: VernierST/godirect-py, device.py, and VernierST/godirect-js, constants.js.
public struct GoDirectMeasurement: Hashable, Sendable {
  /// The type that says that measurements were dropped.
  public static let droppedType: UInt8 = 0x0D

  /// The sensors with values, bit `n` for sensor `n`.
  public let mask: UInt32
  /// How many values there are of each sensor.
  public let count: Int
  private let start: Int
  private let isWhole: Bool

  /// Reads what a packet holds, all of it at the same length as its bytes.
  ///
  /// Returns `nil` if it holds no values, or says that it holds more than it does.
  public init?(packet: Span<UInt8>) {
    switch packet.byte(at: 4) {
    case 6:
      mask = UInt32(packet.littleUInt16(at: 5))
      count = Int(packet.byte(at: 7))
      start = 9
    case 7:
      mask = packet.littleUInt32(at: 5)
      count = Int(packet.byte(at: 9))
      start = 11
    case 8...0x0B:
      let sensor = packet.byte(at: 6)
      mask = sensor < 32 ? 1 << sensor : 0
      count = Int(packet.byte(at: 7))
      start = 8
    default:
      return nil
    }
    isWhole = packet.byte(at: 4) == 9 || packet.byte(at: 4) == 0x0B
    guard mask != 0, count > 0, start + 4 * count * mask.nonzeroBitCount <= packet.count else {
      return nil
    }
  }

  /// One value; NaN if the packet has none of that sensor, or none that is a number.
  ///
  /// - Parameters:
  ///   - sensor: The sensor's number.
  ///   - set: Which of the ``count`` sets.
  ///   - packet: The packet that was read.
  /// - Returns: The value in the sensor's own unit.
  public func value(of sensor: Int, set: Int, in packet: Span<UInt8>) -> Float {
    guard 0..<32 ~= sensor, mask & (1 << UInt32(sensor)) != 0, 0..<count ~= set else {
      return .nan
    }
    let before = (mask & ((1 << UInt32(sensor)) - 1)).nonzeroBitCount
    let bits = packet.littleUInt32(at: start + 4 * (set * mask.nonzeroBitCount + before))
    let value = isWhole ? Float(Int32(bitPattern: bits)) : Float(bitPattern: bits)
    return value.isFinite ? value : .nan
  }

  /// A measurement packet, NORMAL where the sensors' numbers are below 16 and WIDE above.
  ///
  /// - Parameters:
  ///   - mask: The sensors, bit `n` for sensor `n`.
  ///   - sets: Of each set the values by ascending sensor number.
  ///   - counter: The device's counter of measurements.
  /// - Returns: The packet.
  public static func packet(mask: UInt32, sets: [[Float]], counter: UInt8) -> GoDirectPacket {
    let isWide = mask > 0xFFFF
    let sensors = isWide ? mask.littleEndianBytes : UInt16(mask).littleEndianBytes
    let values = sets.joined().flatMap(\.bitPattern.littleEndianBytes)
    let body = sensors + [UInt8(clamping: sets.count), 0] + values
    return .measurement(type: isWide ? 7 : 6, body: body, counter: counter)
  }
}
