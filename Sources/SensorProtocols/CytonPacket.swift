/// One packet of an OpenBCI Cyton.
///
///     byte   0   1      2           5                 26           32
///            A0  count  channel 1,  channel 2 … 8,    auxiliary,   C0…C6:
///                       Int24 BE    Int24 BE          6 bytes      what the auxiliary bytes are
///
/// With a Daisy board, even counts carry channels 9 to 16 and odd counts channels 1 to 8.
/// Source: OpenBCI_Cyton_Library (firmware 3), OpenBCI's "Cyton Data Format".
public struct CytonPacket: Sendable {
  /// Bytes of a packet.
  public static let size = 33
  /// The first byte, as the dongle sends it.
  public static let start: UInt8 = 0xA0
  /// The highest and, negated, the lowest value of a channel: the electrode is off.
  public static let rail = 8_388_607

  /// What the auxiliary bytes are; the raw value is the last byte.
  public enum Kind: UInt8, Sendable {
    /// Three axes of acceleration, Int16 BE; all 0 if there is no new value.
    case acceleration = 0xC0
    /// Three analogue or digital inputs, UInt16 BE.
    case inputs = 0xC1
    /// The user's own.
    case user = 0xC2
    /// One axis of acceleration, then the board's time, in the first packet with it.
    case timedAccelerationFirst = 0xC3
    /// One axis of acceleration, then the board's time.
    case timedAcceleration = 0xC4
    /// One input, then the board's time, in the first packet with it.
    case timedInputsFirst = 0xC5
    /// One input, then the board's time.
    case timedInputs = 0xC6
  }

  /// Counts packets; 0 follows on 255.
  public var counter: UInt8
  /// The converter's codes.
  public var channels: [8 of Int32]
  /// The auxiliary bytes.
  public var auxiliary: [6 of UInt8]
  /// What ``auxiliary`` is.
  public var kind: Kind

  /// A packet to be sent.
  public init(
    counter: UInt8,
    channels: [8 of Int32],
    auxiliary: [6 of UInt8] = .init(repeating: 0),
    kind: Kind = .acceleration
  ) {
    self.counter = counter
    self.channels = channels
    self.auxiliary = auxiliary
    self.kind = kind
  }

  /// Decodes a packet.
  ///
  /// - Parameter bytes: Exactly ``size`` bytes.
  /// - Throws: ``PacketError`` if the length, the first or the last byte is wrong.
  public init(_ bytes: Span<UInt8>) throws(PacketError) {
    guard bytes.count == Self.size else {
      throw .length(found: bytes.count, expected: Self.size)
    }
    guard bytes[0] == Self.start else { throw .byte(bytes[0], offset: 0) }
    guard let kind = Kind(rawValue: bytes[32]) else { throw .byte(bytes[32], offset: 32) }
    self.kind = kind
    counter = bytes[1]
    channels = .init { bytes.int24(at: 2 + 3 * $0) }
    auxiliary = .init { bytes[26 + $0] }
  }

  /// The packet's bytes.
  public func encoded() -> [UInt8] {
    var bytes = [Self.start, counter]
    bytes.reserveCapacity(Self.size)
    for index in channels.indices {
      bytes.append(UInt8(truncatingIfNeeded: channels[index] >> 16))
      bytes.append(bigEndian: UInt16(truncatingIfNeeded: channels[index]))
    }
    for index in auxiliary.indices { bytes.append(auxiliary[index]) }
    bytes.append(kind.rawValue)
    return bytes
  }
}

extension CytonPacket {
  /// The acceleration along the three axes in g; `nil` if the packet has no new value.
  public var acceleration: [3 of Double]? {
    guard kind == .acceleration, auxiliary.indices.contains(where: { auxiliary[$0] != 0 }) else {
      return nil
    }
    return .init { Double(Int16(truncatingIfNeeded: word(2 * $0))) * 0.002 / 16 }
  }

  /// Milliseconds since the board's reset, where the packet carries them.
  public var boardTime: UInt32? {
    switch kind {
    case .timedAccelerationFirst, .timedAcceleration, .timedInputsFirst, .timedInputs:
      UInt32(word(2)) << 16 | UInt32(word(4))
    case .acceleration, .inputs, .user:
      nil
    }
  }

  private func word(_ offset: Int) -> Int {
    Int(auxiliary[offset]) << 8 | Int(auxiliary[offset + 1])
  }

  /// Microvolts of one code at an amplifier gain: the reference of 4.5 V over the ADS1299's range.
  ///
  /// - Parameter gain: One of ``gains``.
  /// - Returns: The microvolts.
  public static func microvolts(gain: Double) -> Double {
    4.5e6 / gain / Double(rail)
  }

  /// The gains that the ADS1299 knows; the index is the code of a channel's setting.
  public static let gains: [Double] = [1, 2, 4, 6, 8, 12, 24]
}
