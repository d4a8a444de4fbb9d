import CLibUSB
import Glibc

/// One open device with its claimed interfaces; destroying it closes it.
///
/// Sendable without a check: libusb's calls on a handle may come from any thread.
struct USBHandle: ~Copyable, @unchecked Sendable {  // Proof: libusb locks handles itself.
  let pointer: HandlePointer
  private let claimed: [UInt8]

  /// libusb's own advice for a claim right after the kernel's driver let go; fwupd tries as often.
  private static let claimAttempts = 3
  private static let claimPause: UInt32 = 50_000

  /// Opens a device and claims interfaces, in order; closes it again if that fails.
  init(opening device: DeviceReference, claiming interfaces: [UInt8]) throws(USBError) {
    var opened: OpaquePointer?
    try USBError.check(LibUSB.open(device.pointer, &opened), "open device \(device.address)")
    guard let opened else {
      throw USBError(LIBUSB_ERROR_OTHER, "open device \(device.address)")
    }
    // A platform without kernel drivers to detach says so; a claim then tells whether it matters.
    _ = LibUSB.setAutoDetach(opened, true)
    for (index, interface) in interfaces.enumerated() {
      let code = Self.claim(interface, of: opened)
      guard code < 0 else { continue }
      Self.close(opened, releasing: interfaces.prefix(index))
      throw USBError(code: code, operation: "claim interface \(interface)")
    }
    pointer = HandlePointer(raw: opened)
    claimed = interfaces
  }

  deinit {
    Self.close(pointer.raw, releasing: claimed[...])
  }

  private static func close(_ handle: OpaquePointer, releasing interfaces: ArraySlice<UInt8>) {
    for interface in interfaces.reversed() { libusb_release_interface(handle, Int32(interface)) }
    libusb_close(handle)
  }

  private static func claim(_ interface: UInt8, of handle: OpaquePointer) -> Int32 {
    var code = LibUSB.claim(handle, interface)
    for _ in 1..<claimAttempts where code == LIBUSB_ERROR_BUSY.rawValue {
      usleep(claimPause)
      code = LibUSB.claim(handle, interface)
    }
    guard code == LIBUSB_ERROR_OTHER.rawValue, LibUSB.setAutoDetach(handle, false) == 0 else {
      return code
    }
    // Where the kernel's driver cannot be asked to let go, there may be none.
    return LibUSB.claim(handle, interface)
  }

  /// Ends the halt of an endpoint; blocks for a request.
  func clearHalt(_ endpoint: USBEndpoint) throws(USBError) {
    try USBError.check(
      LibUSB.clearHalt(pointer.raw, endpoint.address),
      "clear the halt of \(endpoint.name)"
    )
  }

  /// Resets the device, which keeps its address; blocks for up to seconds.
  func reset() throws(USBError) {
    let code = LibUSB.reset(pointer.raw)
    // Not found: it came back as another device, and the handle is of no use.
    let gone = code == LIBUSB_ERROR_NOT_FOUND.rawValue
    try USBError.check(gone ? LIBUSB_ERROR_NO_DEVICE.rawValue : code, "reset the device")
  }
}

/// A handle as libusb knows it.
///
/// Sendable without a check: libusb's calls on a handle may come from any thread. It is valid as
/// long as the ``USBHandle`` that it is of.
struct HandlePointer: @unchecked Sendable {  // Proof: libusb locks handles itself.
  let raw: OpaquePointer
}
