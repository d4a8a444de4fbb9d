/// One packet of a uMyo, as its USB base station passes it on.
///
///     byte   0   1   2     3       4         5          9       10   11       12       13  14
///            4F  D5  rssi  packet  length    unit,      80 + n  00   battery  version  00  count
///                                  46 + 2n   UInt32 BE
///
///     byte   15         15 + 2n   23 + 2n     31 + 2n       37 + 2n             43 + 2n
///            n samples  spectrum  quaternion  acceleration  yaw, pitch, roll    magnetic field
///
/// From byte 15 on all are Int16 BE; the length counts from byte 3 to the end.
/// Source: Ultimate Robotics, uMyo and uMyo_python_tools.
public struct UMyoPacket: Sendable {
  /// The most samples that a packet is taken to have; the firmware sends 8.
  public static let mostSamples = 16
  /// Bytes of the longest packet.
  public static let mostBytes = size(sampleCount: mostSamples)

  /// The strength of the radio signal.
  public var rssi: UInt8 = 0
  /// Counts what the unit sends, of whatever kind.
  public var packet: UInt8 = 0
  /// Which unit it is.
  public var unit: UInt32
  /// The battery's voltage, in units of 10 mV above 2 V.
  public var battery: UInt8 = 0
  /// The version of the unit's firmware.
  public var version: UInt8 = 0
  /// Counts packets of samples; 0 follows on 255.
  public var counter: UInt8
  /// How many of ``samples`` there are.
  public let sampleCount: Int
  /// The EMG in codes, resting near 16000; 0 beyond ``sampleCount``.
  public var samples: [16 of Int16]
  /// The unit's own four bands of the spectrum.
  public var spectrum: [4 of Int16] = .init(repeating: 0)
  /// Its attitude.
  public var quaternion: [4 of Int16] = .init(repeating: 0)
  /// The acceleration along three axes.
  public var acceleration: [3 of Int16] = .init(repeating: 0)
  /// Yaw, pitch and roll.
  public var angles: [3 of Int16] = .init(repeating: 0)
  /// The magnetic field along three axes.
  public var magneticField: [3 of Int16] = .init(repeating: 0)

  /// The battery's voltage.
  public var batteryMillivolts: Int { 2_000 + 10 * Int(battery) }

  /// A packet to be sent.
  ///
  /// - Parameters:
  ///   - unit: Which unit sends it.
  ///   - counter: Its number.
  ///   - samples: 1 to 16 samples; more are left away.
  public init(unit: UInt32, counter: UInt8, samples: [Int16]) {
    self.unit = unit
    self.counter = counter
    sampleCount = min(max(samples.count, 1), Self.mostSamples)
    self.samples = .init { $0 < samples.count ? samples[$0] : 0 }
  }

  /// The length of a packet.
  public static func size(sampleCount: Int) -> Int { 49 + 2 * sampleCount }

  /// The length that the first ten bytes of a packet tell.
  ///
  /// - Parameter bytes: At least ten bytes.
  /// - Returns: The length; `nil` if no packet begins so.
  static func size(_ bytes: Span<UInt8>) -> Int? {
    let count = Int(bytes[9]) - 80
    guard bytes[0] == 0x4F, bytes[1] == 0xD5, (1...mostSamples).contains(count),
      Int(bytes[4]) == 46 + 2 * count
    else { return nil }
    return size(sampleCount: count)
  }

  /// Decodes a packet.
  ///
  /// - Parameter bytes: The whole packet.
  /// - Throws: ``PacketError`` if the length or a fixed byte is wrong.
  public init(_ bytes: Span<UInt8>) throws(PacketError) {
    let shortest = Self.size(sampleCount: 1)
    guard bytes.count >= shortest else { throw .length(found: bytes.count, expected: shortest) }
    guard bytes[0] == 0x4F else { throw .byte(bytes[0], offset: 0) }
    guard bytes[1] == 0xD5 else { throw .byte(bytes[1], offset: 1) }
    guard let size = Self.size(bytes) else { throw .byte(bytes[9], offset: 9) }
    guard bytes.count == size else { throw .length(found: bytes.count, expected: size) }
    let count = Int(bytes[9]) - 80
    let tail = 15 + 2 * count
    rssi = bytes[2]
    packet = bytes[3]
    unit = bytes.uint32(at: 5)
    battery = bytes[11]
    version = bytes[12]
    counter = bytes[14]
    sampleCount = count
    samples = .init { $0 < count ? bytes.int16(at: 15 + 2 * $0) : 0 }
    spectrum = .init { bytes.int16(at: tail + 2 * $0) }
    quaternion = .init { bytes.int16(at: tail + 8 + 2 * $0) }
    acceleration = .init { bytes.int16(at: tail + 16 + 2 * $0) }
    angles = .init { bytes.int16(at: tail + 22 + 2 * $0) }
    magneticField = .init { bytes.int16(at: tail + 28 + 2 * $0) }
  }

  /// The packet's bytes.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = [0x4F, 0xD5, rssi, packet, UInt8(46 + 2 * sampleCount)]
    bytes.reserveCapacity(Self.size(sampleCount: sampleCount))
    bytes.append(bigEndian: unit)
    bytes += [UInt8(80 + sampleCount), 0, battery, version, 0, counter]
    for index in 0..<sampleCount { bytes.append(bigEndian: samples[index]) }
    for index in spectrum.indices { bytes.append(bigEndian: spectrum[index]) }
    for index in quaternion.indices { bytes.append(bigEndian: quaternion[index]) }
    for index in acceleration.indices { bytes.append(bigEndian: acceleration[index]) }
    for index in angles.indices { bytes.append(bigEndian: angles[index]) }
    for index in magneticField.indices { bytes.append(bigEndian: magneticField[index]) }
    return bytes
  }
}
