/// One packet as it goes over the connection, its fields not yet read.
///
///     byte   0        4         8           12 or 16
///            kind     length    number      fields and data, little endian
public struct RedirectionPacket: Hashable, Sendable {
  /// The most bytes after the header: a large transfer of Linux and its fields.
  public static let longest = 1 << 20

  /// Which packet it is.
  public let kind: UInt32
  /// What an answer refers to.
  public let number: UInt64
  /// Fields and data.
  public let body: [UInt8]

  /// A packet.
  public init(kind: UInt32, number: UInt64, body: [UInt8]) {
    self.kind = kind
    self.number = number
    self.body = body
  }

  /// Appends the packet to what is to be sent.
  ///
  /// - Parameters:
  ///   - bytes: Where to.
  ///   - isWide: Whether numbers have 64 bits; the greeting's never has.
  public func append(to bytes: inout [UInt8], isWide: Bool) {
    bytes.append(little: kind)
    bytes.append(little: UInt32(body.count))
    if isWide {
      bytes.append(little: number)
    } else {
      bytes.append(little: UInt32(truncatingIfNeeded: number))
    }
    bytes += body
  }
}

extension [UInt8] {
  /// Appends a number, its lowest byte first.
  mutating func append<Number: FixedWidthInteger & UnsignedInteger>(little number: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }
}
