/// Finds the packets in what a machine sends, however it is cut.
public struct PacketSplitter: Sendable {
  private var bytes: [UInt8] = []
  private var head = 0

  /// A splitter that has seen nothing.
  public init() {}

  /// How many bytes wait for the rest of their packet.
  public var waiting: Int { bytes.count - head }

  /// Takes bytes in.
  public mutating func push(_ chunk: some Sequence<UInt8>) {
    bytes += chunk
  }

  /// Takes the next whole packet.
  ///
  /// - Parameter isWide: Whether numbers have 64 bits.
  /// - Returns: `nil` if the rest has not come yet.
  /// - Throws: ``RedirectionError`` if its length cannot be right; nothing after it can be read.
  public mutating func next(isWide: Bool) throws(RedirectionError) -> RedirectionPacket? {
    let size = isWide ? 16 : 12
    guard waiting >= size else { return nil }
    var fields = FieldReader(kind: 0, bytes[head..<head + size])
    let kind = try fields.word()
    let length = Int(try fields.word())
    guard length <= RedirectionPacket.longest else { throw .length(kind: kind, length: length) }
    let number = isWide ? try fields.long() : UInt64(try fields.word())
    guard waiting >= size + length else { return nil }
    let body = Array(bytes[head + size..<head + size + length])
    head += size + length
    if head == bytes.count || head > 65_536 {
      bytes.removeFirst(head)
      head = 0
    }
    return RedirectionPacket(kind: kind, number: number, body: body)
  }
}

/// Reads the fields of a packet one after the other.
struct FieldReader {
  private let kind: UInt32
  private let length: Int
  private var rest: ArraySlice<UInt8>

  init(kind: UInt32, _ bytes: ArraySlice<UInt8>) {
    self.kind = kind
    length = bytes.count
    rest = bytes
  }

  /// What no field was read from.
  var remainder: [UInt8] { Array(rest) }

  mutating func byte() throws(RedirectionError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw .short(kind: kind, length: length) }
    return byte
  }

  mutating func half() throws(RedirectionError) -> UInt16 { try number() }
  mutating func word() throws(RedirectionError) -> UInt32 { try number() }
  mutating func long() throws(RedirectionError) -> UInt64 { try number() }

  mutating func skip(_ count: Int) throws(RedirectionError) {
    guard rest.count >= count else { throw .short(kind: kind, length: length) }
    rest = rest.dropFirst(count)
  }

  private mutating func number<Number: FixedWidthInteger>() throws(RedirectionError) -> Number {
    var result: Number = 0
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      result |= Number(try byte()) << Number(shift)
    }
    return result
  }
}
