/// CRC-32 as in zlib and PNG (ISO 3309; polynomial 0xEDB88320, reflected).
struct CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { word, _ in word >> 1 ^ (word & 1 == 1 ? 0xEDB8_8320 : 0) }
  }

  /// The checksum of some bytes.
  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let table = Self.table
    var word = UInt32.max
    for byte in bytes {
      word = word >> 8 ^ table[Int((word ^ UInt32(byte)) & 0xFF)]
    }
    return ~word
  }
}
