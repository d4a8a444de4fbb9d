import CLibUSB

/// Which interfaces and endpoints of a device carry a link.
public struct LinkLayout: Hashable, Sendable {
  /// How bytes go.
  public let kind: LinkKind
  /// The interface that requests name: the control interface of CDC, else the only one.
  public let control: UInt8
  /// The interfaces to claim, in order; they are released in the opposite order.
  public let claims: [UInt8]
  /// Where bytes come from.
  public let input: USBEndpoint
  /// Where bytes go to; `nil` for a HID device that takes reports by request.
  public let output: USBEndpoint?
  /// The length of the HID report descriptor; 0 if there is none.
  public let reportDescriptorLength: UInt16

  /// Finds the interfaces and endpoints by class and kind, never by number.
  ///
  /// - Parameters:
  ///   - kind: How bytes go.
  ///   - device: The device.
  /// - Throws: ``USBError`` of the kind ``USBError/Kind/notFound`` if the device lacks one.
  public init(_ kind: LinkKind, of device: AttachedDevice) throws(USBError) {
    let usable = device.interfaces.filter { $0.alternate == 0 }
    let transfer: USBEndpoint.Transfer = kind == .hid ? .interrupt : .bulk
    let control = try Self.control(kind, among: usable)
    let data = Self.data(kind, of: control, among: usable)
    let fitting = data.endpoints.filter { $0.transfer == transfer && Self.fits($0, kind) }
    guard let input = fitting.first(where: \.isIn) else {
      throw USBError(LIBUSB_ERROR_NOT_FOUND, "find the endpoint that \(kind) data comes from")
    }
    let output = fitting.first { !$0.isIn }
    guard output != nil || kind == .hid else {
      throw USBError(LIBUSB_ERROR_NOT_FOUND, "find the endpoint that \(kind) data goes to")
    }
    self.kind = kind
    self.control = control.number
    // Claiming control first makes cdc_acm let go of both; releasing it last lets it bind again.
    claims = control.number == data.number ? [control.number] : [control.number, data.number]
    self.input = input
    self.output = output
    reportDescriptorLength = control.reportDescriptorLength
  }

  /// A packet of FTDI must have room for more than its status; none of USB 2.0 has over 1024.
  private static func fits(_ endpoint: USBEndpoint, _ kind: LinkKind) -> Bool {
    endpoint.maxPacket >= (kind == .ftdi ? 8 : 1) && endpoint.maxPacket <= 1024
  }

  private static func control(
    _ kind: LinkKind,
    among interfaces: [USBInterface]
  ) throws(USBError) -> USBInterface {
    let found = interfaces.first { interface in
      switch kind {
      case .cdc: interface.classCode == 0x02 && interface.subclass == 0x02
      case .hid: interface.classCode == 0x03 && interface.subclass == 0
      case .ftdi, .ch340, .cp210x: interface.classCode == 0xFF
      }
    }
    guard let found else {
      throw USBError(LIBUSB_ERROR_NOT_FOUND, "find the \(kind) interface")
    }
    return found
  }

  private static func data(
    _ kind: LinkKind,
    of control: USBInterface,
    among interfaces: [USBInterface]
  ) -> USBInterface {
    guard kind == .cdc else { return control }
    let candidates = interfaces.filter { $0.classCode == 0x0A && !$0.endpoints.isEmpty }
    let named = candidates.first { control.unionMembers.contains($0.number) }
    return named ?? candidates.first ?? control
  }
}
