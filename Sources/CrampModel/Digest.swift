/// A running 128-bit digest for names that must be the same on every machine; not for security.
///
/// Two FNV-1a hashes of 64 bits with different offset bases (Fowler, Noll, Vo,
/// draft-eastlake-fnv), each finished with the mixer of SplitMix64 (Steele, Lea, Flood 2014).
public struct Digest: Hashable, Sendable {
  private var first: UInt64 = 0xCBF2_9CE4_8422_2325
  private var second: UInt64 = 0x6C62_272E_07BB_0142

  /// The digest of nothing.
  public init() {}

  /// Adds one byte.
  public mutating func add(_ byte: UInt8) {
    first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
    second = (second ^ UInt64(byte)) &* 0x100_0000_01B3 &+ 1
  }

  /// Adds a number, least significant byte first.
  public mutating func add(_ number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      add(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// Adds a string as UTF-8, followed by a byte that occurs in none.
  public mutating func add(_ text: String) {
    for byte in text.utf8 {
      add(byte)
    }
    add(UInt8(0xFF))
  }

  /// The upper half of the digest.
  public var high: UInt64 { Self.mixed(first) }

  /// The lower half of the digest.
  public var low: UInt64 { Self.mixed(second ^ first) }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
