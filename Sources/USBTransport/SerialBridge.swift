/// What a link's chip must be told: pure lists of requests, in order.
public enum SerialBridge: Sendable {
  /// The requests that open a line and set it.
  ///
  /// - Parameters:
  ///   - layout: Where the link is.
  ///   - line: How the line is to be set.
  /// - Returns: The requests; none for HID, which has no line.
  /// - Throws: ``USBError`` if the chip cannot be set so.
  public static func open(
    _ layout: LinkLayout,
    _ line: SerialLine
  ) throws(USBError) -> [ControlRequest] {
    try open(layout.kind, line, interface: UInt16(layout.control))
  }

  /// The requests that open a line and set it.
  ///
  /// - Parameters:
  ///   - kind: The chip.
  ///   - line: How the line is to be set.
  ///   - interface: The interface that CDC and CP210x requests name.
  /// - Returns: The requests; none for HID, which has no line.
  /// - Throws: ``USBError`` if the chip cannot be set so.
  public static func open(
    _ kind: LinkKind,
    _ line: SerialLine,
    interface: UInt16 = 0
  ) throws(USBError) -> [ControlRequest] {
    guard kind != .hid else { return [] }
    try SerialLine.check(baud: line.baud, for: kind)
    return switch kind {
    case .ftdi: FTDIRequests.open(line)
    case .cdc: CDCRequests.open(line, interface: interface)
    case .ch340: CH340Requests.open(line)
    case .cp210x: CP210xRequests.open(line, interface: interface)
    case .hid: []
    }
  }

  /// The requests that set an open line's speed; its control lines stay as they are.
  ///
  /// - Parameters:
  ///   - baud: Bits per second.
  ///   - kind: The chip.
  ///   - interface: The interface that CDC and CP210x requests name.
  /// - Returns: The requests; none for HID, which has no line.
  /// - Throws: ``USBError`` if the chip cannot be set so.
  public static func setBaud(
    _ baud: Int,
    _ kind: LinkKind,
    interface: UInt16 = 0
  ) throws(USBError) -> [ControlRequest] {
    guard kind != .hid else { return [] }
    try SerialLine.check(baud: baud, for: kind)
    return switch kind {
    case .ftdi: [FTDIRequests.setBaud(baud)]
    case .cdc: [CDCRequests.setBaud(baud, interface: interface)]
    case .ch340: CH340Requests.setBaud(baud)
    case .cp210x: [CP210xRequests.setBaud(baud, interface: interface)]
    case .hid: []
    }
  }

  /// The requests that a chip wants before it is let go.
  ///
  /// - Parameters:
  ///   - kind: The chip.
  ///   - interface: The interface that CP210x requests name.
  /// - Returns: The requests; most chips want none.
  static func close(_ kind: LinkKind, interface: UInt16) -> [ControlRequest] {
    kind == .cp210x ? [CP210xRequests.disable(interface: interface)] : []
  }
}
