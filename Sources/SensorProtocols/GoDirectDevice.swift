/// What a Go Direct device says of itself.
///
///     byte   0            16       32     64 … 87                            88
///            order code   serial   name   maker, date, versions, addresses   description, 64 bytes
///
/// Source: VernierST/godirect-py, device.py.
public struct GoDirectDevice: Hashable, Sendable {
  /// The vendor's code of the product, such as `GDX-EKG`.
  public var orderCode: String
  /// The serial number.
  public var serial: String
  /// The name, which people can change.
  public var name: String
  /// The product's name.
  public var description: String
  /// Maker, date, versions, radio address and memory, 24 bytes as they are sent.
  public var details: [UInt8]

  /// A device.
  public init(
    orderCode: String,
    serial: String,
    name: String,
    description: String,
    details: [UInt8] = []
  ) {
    self.orderCode = orderCode
    self.serial = serial
    self.name = name
    self.description = description
    self.details = details
  }

  /// Reads the payload of an answer; texts end at a zero or where their field ends.
  public init(payload: Span<UInt8>) {
    orderCode = payload.text(in: 0..<16)
    serial = payload.text(in: 16..<32)
    name = payload.text(in: 32..<64)
    description = payload.text(in: 88..<152)
    details = (64..<88).map { payload.byte(at: $0) }
  }

  /// The payload of an answer.
  public var payload: [UInt8] {
    field(orderCode, 16) + field(serial, 16) + field(name, 32) + field(details, 24)
      + field(description, 64)
  }
}
