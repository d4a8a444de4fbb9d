/// A configuration of a device, parsed from the bytes of its descriptors.
///
///     byte   0  1  2            4           5      9
///            9  2  total length interfaces  value  …   descriptors, each: length, type, …
///
/// Source: USB 2.0 specification, section 9.6; CDC 1.2, section 5.2.3; HID 1.11, section 6.2.1.
public struct USBConfiguration: Hashable, Sendable {
  /// `bConfigurationValue`.
  public let value: UInt8
  /// The whole length in bytes.
  public let length: Int
  /// All alternate settings of all interfaces, in the order of their descriptors.
  public let interfaces: [USBInterface]

  private static let configuration: UInt8 = 2
  private static let interface: UInt8 = 4
  private static let endpoint: UInt8 = 5
  private static let hid: UInt8 = 0x21
  private static let classInterface: UInt8 = 0x24

  /// Parses a configuration with all that belongs to it.
  ///
  /// - Parameter bytes: The configuration; what follows its own total length is not looked at.
  /// - Throws: ``DescriptorError`` with the place of what cannot be.
  public init(_ bytes: [UInt8]) throws(DescriptorError) {
    let head = try Self.descriptor(in: bytes[...], at: 0, needing: 9)
    guard head[1] == Self.configuration else {
      throw DescriptorError(
        offset: 0,
        cause: .type(expected: Self.configuration, found: head[1])
      )
    }
    let total = Int(head[2]) | Int(head[3]) << 8
    guard total >= head.count else { throw DescriptorError(offset: 0, cause: .length(total)) }
    guard total <= bytes.count else {
      throw DescriptorError(offset: 0, cause: .truncated(needed: total, found: bytes.count))
    }
    value = head[5]
    length = total
    interfaces = try Self.interfaces(in: bytes[..<total], from: head.count)
  }

  private static func interfaces(
    in bytes: ArraySlice<UInt8>,
    from start: Int
  ) throws(DescriptorError) -> [USBInterface] {
    var found: [USBInterface] = []
    var offset = start
    while offset < bytes.endIndex {
      let piece = try descriptor(in: bytes, at: offset, needing: 2)
      try add(piece, at: offset, to: &found)
      offset += piece.count
    }
    return found
  }

  private static func add(
    _ piece: [UInt8],
    at offset: Int,
    to found: inout [USBInterface]
  ) throws(DescriptorError) {
    switch piece[1] {
    case interface:
      guard piece.count >= 9 else {
        throw DescriptorError(offset: offset, cause: .length(piece.count))
      }
      found.append(
        USBInterface(
          number: piece[2],
          alternate: piece[3],
          classCode: piece[5],
          subclass: piece[6],
          protocolCode: piece[7]
        )
      )
    case endpoint:
      guard piece.count >= 7 else {
        throw DescriptorError(offset: offset, cause: .length(piece.count))
      }
      guard !found.isEmpty else { throw DescriptorError(offset: offset, cause: .strayEndpoint) }
      guard piece[2] & 0x0F != 0 else {
        throw DescriptorError(offset: offset, cause: .endpointZero)
      }
      found[found.count - 1].endpoints.append(Self.endpoint(piece))
    case classInterface where piece.count >= 5 && piece[2] == 6 && !found.isEmpty:
      found[found.count - 1].unionMembers += piece[4...]
    case hid where piece.count >= 9 && piece[6] == 0x22 && !found.isEmpty:
      found[found.count - 1].reportDescriptorLength = UInt16(piece[7]) | UInt16(piece[8]) << 8
    default:
      break
    }
  }

  private static func endpoint(_ piece: [UInt8]) -> USBEndpoint {
    USBEndpoint(
      address: piece[2],
      transfer: USBEndpoint.Transfer(rawValue: piece[3] & 3) ?? .control,
      maxPacket: (Int(piece[4]) | Int(piece[5]) << 8) & 0x7FF,
      interval: piece[6]
    )
  }

  /// The descriptor that begins at `offset`, of at least `needed` bytes by its own word.
  private static func descriptor(
    in bytes: ArraySlice<UInt8>,
    at offset: Int,
    needing needed: Int
  ) throws(DescriptorError) -> [UInt8] {
    let rest = bytes[offset...]
    guard rest.count >= 2 else {
      throw DescriptorError(offset: offset, cause: .truncated(needed: needed, found: rest.count))
    }
    let length = Int(rest[offset])
    guard length >= needed else { throw DescriptorError(offset: offset, cause: .length(length)) }
    guard length <= rest.count else {
      throw DescriptorError(offset: offset, cause: .truncated(needed: length, found: rest.count))
    }
    return Array(rest.prefix(length))
  }
}
