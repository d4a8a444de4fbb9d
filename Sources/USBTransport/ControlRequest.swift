/// A request on endpoint 0, as USB 2.0 defines it in section 9.3.
public struct ControlRequest: Hashable, Sendable {
  /// What goes with a request.
  public enum Payload: Hashable, Sendable {
    /// Bytes to the device; may be none.
    case send([UInt8])
    /// Room for an answer of at most so many bytes.
    case receive(UInt16)
  }

  /// `bmRequestType`.
  public let requestType: UInt8
  /// `bRequest`.
  public let request: UInt8
  /// `wValue`.
  public let value: UInt16
  /// `wIndex`.
  public let index: UInt16
  /// What goes with it.
  public let payload: Payload
  /// Whether the device may refuse it without harm.
  public let mayStall: Bool

  /// A request that sends `data`, which may be empty.
  public init(
    _ requestType: UInt8,
    _ request: UInt8,
    value: UInt16,
    index: UInt16 = 0,
    data: [UInt8] = [],
    mayStall: Bool = false
  ) {
    precondition(requestType & 0x80 == 0 && data.count <= 0xFFFF, "a request to the device")
    self.requestType = requestType
    self.request = request
    self.value = value
    self.index = index
    payload = .send(data)
    self.mayStall = mayStall
  }

  /// A request that asks for at most `length` bytes.
  public init(
    _ requestType: UInt8,
    _ request: UInt8,
    value: UInt16,
    index: UInt16 = 0,
    length: UInt16,
    mayStall: Bool = true
  ) {
    precondition(requestType & 0x80 != 0, "a request to the host")
    self.requestType = requestType
    self.request = request
    self.value = value
    self.index = index
    payload = .receive(length)
    self.mayStall = mayStall
  }

  /// The bytes that the device gets; none if it is asked.
  public var data: [UInt8] {
    if case .send(let data) = payload { data } else { [] }
  }

  /// `wLength`.
  public var length: UInt16 {
    switch payload {
    case .send(let data): UInt16(data.count)
    case .receive(let length): length
    }
  }

  /// The eight bytes that go over the bus ahead of the data.
  public var setup: [UInt8] {
    [requestType, request] + value.littleEndianBytes + index.littleEndianBytes
      + length.littleEndianBytes
  }

  /// Asks for a standard descriptor.
  ///
  /// - Parameters:
  ///   - type: 1 device, 2 configuration, 3 string, 0x22 HID report.
  ///   - number: Which of them.
  ///   - index: The language of a string, the interface of a report descriptor; else 0.
  ///   - length: Room for the answer.
  /// - Returns: The request.
  static func descriptor(
    _ type: UInt8,
    number: UInt8 = 0,
    index: UInt16 = 0,
    length: UInt16
  ) -> Self {
    Self(
      type == 0x22 ? 0x81 : 0x80,
      6,
      value: UInt16(type) << 8 | UInt16(number),
      index: index,
      length: length
    )
  }
}

extension ControlRequest: CustomStringConvertible {
  /// The request in hexadecimal: `request 40 03 value 001A index 0000`.
  public var description: String {
    "request \(hex(requestType, 2)) \(hex(request, 2)) value \(hex(value, 4))"
      + " index \(hex(index, 4))"
  }

  private func hex(_ number: some BinaryInteger, _ width: Int) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension FixedWidthInteger {
  /// The bytes in the order of the bus, lowest first.
  var littleEndianBytes: [UInt8] {
    (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
  }
}
