/// One frame of a BITalino (r)evolution, of 1 to 6 channels in 3 to 8 bytes.
///
/// Its bytes read from the last to the first are one row of bits, most significant first:
///
///     bit   0      4      8            12     22     32     42     52     58
///           count  CRC-4  I1 I2 O1 O2  A1     A2     A3     A4     A5     A6
///
/// A frame of fewer channels ends earlier, filled up to a whole byte.
/// Source: PLUX, firmware-bitalino-revolution and revolution-python-api.
public struct BITalinoFrame: Sendable {
  /// The most channels that a frame has.
  public static let mostChannels = 6

  /// Counts frames; 0 follows on 15.
  public var sequence: UInt8
  /// The inputs I1 and I2 and the outputs O1 and O2, from bit 3 to bit 0.
  public var digital: UInt8
  /// How many of ``codes`` there are.
  public let channelCount: Int
  /// The converter's codes; 0 beyond ``channelCount``.
  public var codes: [6 of UInt16]

  /// A frame to be sent.
  ///
  /// - Parameters:
  ///   - sequence: Its number, of which four bits count.
  ///   - digital: The inputs and outputs.
  ///   - codes: The codes of 1 to 6 channels; more are left away.
  public init(sequence: UInt8, digital: UInt8 = 0, codes: [UInt16]) {
    self.sequence = sequence & 15
    self.digital = digital & 15
    channelCount = min(max(codes.count, 1), Self.mostChannels)
    self.codes = .init { $0 < codes.count ? codes[$0] : 0 }
  }

  /// The length of a frame.
  public static func size(channelCount: Int) -> Int {
    (end(channel: channelCount - 1) + 7) / 8
  }

  /// The resolution of a channel, counted from 0, in bits.
  public static func bits(channel: Int) -> Int { channel < 4 ? 10 : 6 }

  /// The bit after a channel's last one, in the row that is drawn above.
  private static func end(channel: Int) -> Int {
    channel < 4 ? 22 + 10 * channel : 58 + 6 * (channel - 4)
  }

  /// Decodes a frame.
  ///
  /// - Parameters:
  ///   - bytes: The whole frame.
  ///   - channelCount: How many channels it has, 1 to 6.
  /// - Throws: ``PacketError`` if the length or the checksum is wrong.
  public init(_ bytes: Span<UInt8>, channelCount: Int) throws(PacketError) {
    let size = Self.size(channelCount: channelCount)
    guard bytes.count == size else { throw .length(found: bytes.count, expected: size) }
    let found = bytes[size - 1] & 15
    let computed = Self.checksum(bytes)
    guard found == computed else { throw .checksum(found: found, computed: computed) }
    var row: UInt64 = 0
    for offset in bytes.indices { row |= UInt64(bytes[offset]) << (8 * (8 - size + offset)) }
    sequence = UInt8(row >> 60)
    digital = UInt8(row >> 52 & 15)
    self.channelCount = channelCount
    codes = .init { channel in
      guard channel < channelCount else { return 0 }
      return UInt16(row >> (64 - Self.end(channel: channel)) & Self.mask(channel))
    }
  }

  private static func mask(_ channel: Int) -> UInt64 { 1 << bits(channel: channel) - 1 }

  /// The frame's bytes, with the checksum.
  public func encoded() -> [UInt8] {
    let size = Self.size(channelCount: channelCount)
    var row = UInt64(sequence & 15) << 60 | UInt64(digital & 15) << 52
    for channel in 0..<channelCount {
      row |= (UInt64(codes[channel]) & Self.mask(channel)) << (64 - Self.end(channel: channel))
    }
    var bytes = (0..<size).map { UInt8(truncatingIfNeeded: row >> (8 * (8 - size + $0))) }
    bytes[size - 1] |= Self.checksum(bytes.span)
    return bytes
  }

  /// The CRC with the polynomial x⁴ + x + 1 of all nibbles but the last.
  private static func checksum(_ bytes: Span<UInt8>) -> UInt8 {
    var sum: UInt8 = 0
    for offset in bytes.indices {
      sum = multiplied(sum) ^ bytes[offset] >> 4
      sum = multiplied(sum) ^ (offset < bytes.count - 1 ? bytes[offset] & 15 : 0)
    }
    return sum
  }

  /// A nibble times x⁴, modulo the polynomial.
  private static func multiplied(_ nibble: UInt8) -> UInt8 {
    var product = nibble
    for _ in 0..<4 {
      product = product & 8 == 0 ? product << 1 : (product << 1 & 15) ^ 3
    }
    return product
  }
}
