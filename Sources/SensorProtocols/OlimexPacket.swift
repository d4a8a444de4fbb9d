/// One packet of the Olimex SHIELD-EKG-EMG sketch, version 2 of ModularEEG's format.
///
///     byte   0   1   2   3      4                        16
///            A5  5A  02  count  A0 … A5, UInt16 BE,      switches
///                               0…1023
///
/// Source: the ShieldEkgEmgDemo sketch.
public struct OlimexPacket: Sendable {
  /// Bytes of a packet.
  public static let size = 17
  /// The first three bytes: two of synchronisation, then the version.
  public static let start: [3 of UInt8] = [0xA5, 0x5A, 0x02]

  /// Counts packets; 0 follows on 255.
  public var counter: UInt8
  /// The converter's codes, 0 to 1023.
  public var codes: [6 of UInt16]
  /// The state of the switches.
  public var switches: UInt8

  /// A packet to be sent.
  public init(counter: UInt8, codes: [6 of UInt16], switches: UInt8 = 1) {
    self.counter = counter
    self.codes = codes
    self.switches = switches
  }

  /// Decodes a packet.
  ///
  /// - Parameter bytes: Exactly ``size`` bytes.
  /// - Throws: ``PacketError`` if the length, a fixed byte or a code is wrong.
  public init(_ bytes: Span<UInt8>) throws(PacketError) {
    guard bytes.count == Self.size else {
      throw .length(found: bytes.count, expected: Self.size)
    }
    for offset in Self.start.indices where bytes[offset] != Self.start[offset] {
      throw .byte(bytes[offset], offset: offset)
    }
    for offset in stride(from: 4, to: 16, by: 2) where bytes[offset] > 3 {
      throw .byte(bytes[offset], offset: offset)
    }
    counter = bytes[3]
    codes = .init { bytes.uint16(at: 4 + 2 * $0) }
    switches = bytes[16]
  }

  /// The packet's bytes.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = [Self.start[0], Self.start[1], Self.start[2], counter]
    bytes.reserveCapacity(Self.size)
    for index in codes.indices { bytes.append(bigEndian: codes[index]) }
    bytes.append(switches)
    return bytes
  }
}
