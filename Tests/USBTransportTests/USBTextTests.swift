import Testing

@testable import USBTransport

struct USBTextTests {
  @Test(arguments: [
    (
      Int32(-6), USBError.Kind.busy,
      "claim interface 1: Resource busy (LIBUSB_ERROR_BUSY)"
    ),
    (
      -4, .noDevice,
      "claim interface 1: No such device (it may have been disconnected) (LIBUSB_ERROR_NO_DEVICE)"
    ),
    (
      -3, .access,
      "claim interface 1: Access denied (insufficient permissions) (LIBUSB_ERROR_ACCESS)"
    ),
    (-7, .timeout, "claim interface 1: Operation timed out (LIBUSB_ERROR_TIMEOUT)"),
    (-9, .stall, "claim interface 1: Pipe error (LIBUSB_ERROR_PIPE)"),
    (-8, .overflow, "claim interface 1: Overflow (LIBUSB_ERROR_OVERFLOW)"),
    (-1, .io, "claim interface 1: Input/Output Error (LIBUSB_ERROR_IO)"),
    (-5, .notFound, "claim interface 1: Entity not found (LIBUSB_ERROR_NOT_FOUND)"),
    (-11, .noMemory, "claim interface 1: Insufficient memory (LIBUSB_ERROR_NO_MEM)"),
    (-99, .other, "claim interface 1: Other error (LIBUSB_ERROR_OTHER)"),
    (-1234, .other, "claim interface 1: Other error (**UNKNOWN**)"),
  ])
  func `an error says what was tried and why it failed`(
    code: Int32,
    kind: USBError.Kind,
    text: String
  ) {
    let error = USBError(code: code, operation: "claim interface 1")
    #expect(error.kind == kind)
    #expect(error.description == text)
    #expect((error.hint != nil) == (kind == .busy || kind == .access))
  }

  @Test func `an address reads like the device's node`() {
    #expect(USBAddress(bus: 1, device: 42).description == "001/042")
    #expect(USBAddress(bus: 255, device: 127).description == "255/127")
  }

  @Test(arguments: [
    ("FTDI", "FTDI"), ("  FT231X USB UART ", "FT231X USB UART"), ("a\u{1B}[2Jb\nc", "a?[2Jb?c"),
    ("\u{202E}evil", "?evil"), ("\u{0}", "?"), ("   ", nil), ("", nil), (nil, nil),
    ("Größe µV", "Größe µV"),
    (String(repeating: "x", count: 999), String(repeating: "x", count: 126)),
  ])
  func `what a device calls itself is made printable`(text: String?, shown: String?) {
    #expect(USBStrings(serial: text).serial == shown)
  }

  @Test(arguments: [
    ("0a03460054004400 4900", "FTDI"), ("0203", nil), ("", nil), ("04", nil),
    ("0a0346005400", "FT"), ("0703460054 00", "FT"), ("0a02460054004400 4900", nil),
    ("ff0300d8", "\u{FFFD}"),
  ])
  func `a string descriptor of any length is read within its bounds`(hex: String, text: String?) {
    #expect(USBStrings.text(ofDescriptor: bytes(hex)) == text)
  }

  @Test(arguments: [
    ("0600ff0901a1011500 8501 c0", true), ("0600ff0901a10115 00c0", false), ("", false),
    ("fe02848585 8501", true), ("fe", false), ("fe ff 85", false), ("27 85858585 c0", false),
  ])
  func `a report descriptor tells whether reports are numbered`(hex: String, numbered: Bool) {
    #expect(HIDReports.areNumbered(by: bytes(hex)) == numbered)
  }

  @Test func `a report goes by request with its number, if it has one`() {
    let report = bytes("3f3e41")
    let numbered = HIDReports.send(report, numbered: true, interface: 2)
    #expect(hexadecimal(numbered.setup) == "21093f0202000300")
    let plain = HIDReports.send(report, numbered: false, interface: 0)
    #expect(hexadecimal(plain.setup) == "2109000200000300" && plain.data == report)
  }
}
