/// One packet of the Chords firmware for BioAmp amplifiers, from an Arduino or a similar board.
///
///     byte   0   1   2      3                5                    3 + 2n
///            C7  7C  count  A0, UInt16 BE    A1 …, UInt16 BE      01
///
/// The codes are right-aligned; n is 1 to 16.
/// Source: Upside Down Labs, Chords-Arduino-Firmware and Chords-Web.
public struct ChordsPacket: Sendable {
  /// The most channels that a board has.
  public static let mostChannels = 16

  /// Counts packets; 0 follows on 255.
  public var counter: UInt8
  /// How many of ``codes`` there are.
  public let channelCount: Int
  /// The converter's codes; 0 beyond ``channelCount``.
  public var codes: [16 of UInt16]

  /// A packet to be sent.
  ///
  /// - Parameters:
  ///   - counter: Its number.
  ///   - codes: The codes of 1 to 16 channels; more are left away.
  public init(counter: UInt8, codes: [UInt16]) {
    self.counter = counter
    channelCount = min(codes.count, Self.mostChannels)
    self.codes = .init { $0 < codes.count ? codes[$0] : 0 }
  }

  /// The length of a packet.
  public static func size(channelCount: Int) -> Int { 2 * channelCount + 4 }

  /// Decodes a packet, of as many channels as its length says.
  ///
  /// - Parameters:
  ///   - bytes: The whole packet.
  ///   - bits: The converter's resolution; no code is above it.
  /// - Throws: ``PacketError`` if the length, a fixed byte or a code is wrong.
  public init(_ bytes: Span<UInt8>, bits: Int = 16) throws(PacketError) {
    let count = (bytes.count - 4) / 2
    guard bytes.count.isMultiple(of: 2), (1...Self.mostChannels).contains(count) else {
      throw .length(found: bytes.count, expected: Self.size(channelCount: Self.mostChannels))
    }
    guard bytes[0] == 0xC7 else { throw .byte(bytes[0], offset: 0) }
    guard bytes[1] == 0x7C else { throw .byte(bytes[1], offset: 1) }
    guard bytes[bytes.count - 1] == 0x01 else {
      throw .byte(bytes[bytes.count - 1], offset: bytes.count - 1)
    }
    for index in 0..<count where Int(bytes.uint16(at: 3 + 2 * index)) >> bits != 0 {
      throw .byte(bytes[3 + 2 * index], offset: 3 + 2 * index)
    }
    counter = bytes[2]
    channelCount = count
    codes = .init { $0 < count ? bytes.uint16(at: 3 + 2 * $0) : 0 }
  }

  /// The packet's bytes.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = [0xC7, 0x7C, counter]
    bytes.reserveCapacity(Self.size(channelCount: channelCount))
    for index in 0..<channelCount { bytes.append(bigEndian: codes[index]) }
    bytes.append(0x01)
    return bytes
  }
}
