extension Span<UInt8> {
  /// The two bytes from `offset`, most significant first.
  func uint16(at offset: Int) -> UInt16 {
    UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
  }

  /// The two bytes from `offset` as two's complement, most significant first.
  func int16(at offset: Int) -> Int16 {
    Int16(bitPattern: uint16(at: offset))
  }

  /// The three bytes from `offset` as two's complement, most significant first.
  func int24(at offset: Int) -> Int32 {
    Int32(Int8(bitPattern: self[offset])) << 16 | Int32(uint16(at: offset + 1))
  }

  /// The four bytes from `offset`, most significant first.
  func uint32(at offset: Int) -> UInt32 {
    UInt32(uint16(at: offset)) << 16 | UInt32(uint16(at: offset + 2))
  }
}

extension [UInt8] {
  /// Appends an integer's bytes, most significant first.
  mutating func append(bigEndian value: some FixedWidthInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
