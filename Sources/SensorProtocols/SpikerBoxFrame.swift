/// One frame of a SpikerBox: a value of 14 bits for each channel.
///
///     byte   0          1          2          3
///            1hhhhhhh   0lllllll   0hhhhhhh   0lllllll   …
///            └──── channel 1 ───┘  └──── channel 2 ───┘
///
/// Only the first byte of a frame has bit 7. There is neither counter nor checksum.
/// Source: Backyard Brains, "Guide for USB communication with SpikerBox", R7.
public struct SpikerBoxFrame: Hashable, Sendable {
  /// The most channels that any of the boxes has.
  public static let mostChannels = 6

  /// The value of each channel, from 0 to 16383.
  public var values: [UInt16]

  /// A frame of given values.
  public init(values: [UInt16]) {
    self.values = values
  }

  /// The bytes as the box sends them; of each value the lower 14 bits.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for (index, value) in values.enumerated() {
      bytes.append(UInt8(value >> 7 & 0x7F) | (index == 0 ? 0x80 : 0))
      bytes.append(UInt8(value & 0x7F))
    }
    return bytes
  }
}
