import CLibUSB

/// One session with libusb; destroying it ends the session.
///
/// Sendable without a check: libusb's calls on a context may come from any thread.
struct USBContext: ~Copyable, @unchecked Sendable {  // Proof: libusb locks contexts itself.
  let pointer: OpaquePointer

  init() throws(USBError) {
    var opened: OpaquePointer?
    try USBError.check(LibUSB.initialise(&opened), "open the USB system")
    guard let opened else { throw USBError(LIBUSB_ERROR_OTHER, "open the USB system") }
    pointer = opened
  }

  deinit {
    libusb_exit(pointer)
  }
}
