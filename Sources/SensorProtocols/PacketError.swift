/// Why bytes are no packet.
public enum PacketError: Error, Hashable, Sendable {
  /// There are `found` bytes where a packet has `expected`.
  case length(found: Int, expected: Int)
  /// The byte at `offset` is one that no packet has there.
  case byte(UInt8, offset: Int)
  /// The sum in the packet is not that of its bytes.
  case checksum(found: UInt8, computed: UInt8)
}

extension PacketError: CustomStringConvertible {
  /// One line: what was done, then the cause.
  public var description: String {
    switch self {
    case .length(let found, let expected): "decode packet: \(found) bytes instead of \(expected)"
    case .byte(let value, let offset): "decode packet: byte \(offset) cannot be \(value)"
    case .checksum(let found, let computed):
      "decode packet: checksum \(found) instead of \(computed)"
    }
  }
}
