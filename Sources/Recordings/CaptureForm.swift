/// The file formats of packet captures, told apart by their first four bytes.
enum CaptureForm: Sendable {
  /// A header and packets; all numbers in the byte order of the machine that wrote them.
  case pcap(isBigEndian: Bool)
  /// Blocks; each section states its byte order.
  case pcapng

  /// Knows a capture by the first bytes of its file.
  ///
  /// Sources: draft-ietf-opsawg-pcap, section 4 (magic numbers for microseconds and nanoseconds);
  /// draft-ietf-opsawg-pcapng, section 4.1 (block type of the section header).
  init?(_ head: some Collection<UInt8>) {
    switch Array(head.prefix(4)) {
    case [0x0A, 0x0D, 0x0D, 0x0A]: self = .pcapng
    case [0xD4, 0xC3, 0xB2, 0xA1], [0x4D, 0x3C, 0xB2, 0xA1]: self = .pcap(isBigEndian: false)
    case [0xA1, 0xB2, 0xC3, 0xD4], [0xA1, 0xB2, 0x3C, 0x4D]: self = .pcap(isBigEndian: true)
    default: return nil
    }
  }
}

/// Numbers in bytes whose order is known only at run time.
struct OrderedBytes: Sendable {
  let bytes: [UInt8]
  let isBigEndian: Bool

  /// The number at `offset`, which the caller has checked to lie within the bytes.
  func number<Number: FixedWidthInteger>(_: Number.Type, at offset: Int) -> Number {
    let width = Number.bitWidth / 8
    var bits: UInt64 = 0
    for index in 0..<width {
      let place = isBigEndian ? index : width - 1 - index
      bits = bits << 8 | UInt64(bytes[offset + place])
    }
    return Number(truncatingIfNeeded: bits)
  }

  /// A length or a count at `offset`.
  func count(at offset: Int) -> Int {
    Int(number(UInt32.self, at: offset))
  }
}

extension [UInt8] {
  /// Adds a number, its low byte first.
  mutating func append(little number: some FixedWidthInteger) {
    for shift in stride(from: 0, to: number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
