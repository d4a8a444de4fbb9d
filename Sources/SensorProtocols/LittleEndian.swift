/// Numbers with the lowest byte first, at any offset; bytes beyond the end count as 0.
extension Span<UInt8> {
  func byte(at offset: Int) -> UInt8 {
    offset >= 0 && offset < count ? self[offset] : 0
  }

  func littleUInt16(at offset: Int) -> UInt16 {
    UInt16(byte(at: offset)) | UInt16(byte(at: offset + 1)) << 8
  }

  func littleUInt32(at offset: Int) -> UInt32 {
    UInt32(littleUInt16(at: offset)) | UInt32(littleUInt16(at: offset + 2)) << 16
  }

  func littleUInt64(at offset: Int) -> UInt64 {
    UInt64(littleUInt32(at: offset)) | UInt64(littleUInt32(at: offset + 4)) << 32
  }
}

extension FixedWidthInteger {
  /// The bytes with the lowest first.
  var littleEndianBytes: [UInt8] {
    (0..<(Self.bitWidth / 8)).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
  }
}
