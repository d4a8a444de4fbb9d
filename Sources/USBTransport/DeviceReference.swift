import CLibUSB

/// A device as libusb knows it, kept alive.
///
/// Sendable without a check: libusb counts references under a lock, and a device never changes.
final class DeviceReference: @unchecked Sendable {  // Proof: libusb counts under a lock.
  let pointer: OpaquePointer
  let address: USBAddress
  /// Outlives the device, as libusb demands.
  let loop: EventLoop
  /// The calls for the device, as long as it is plugged in.
  let calls: DeviceCalls

  init(keeping device: OpaquePointer, of loop: EventLoop) {
    pointer = libusb_ref_device(device)
    self.loop = loop
    address = USBAddress(
      bus: libusb_get_bus_number(device),
      device: libusb_get_device_address(device)
    )
    calls = DeviceCalls(address)
  }

  deinit {
    libusb_unref_device(pointer)
  }

  /// The bus and the ports that lead to the device, as Linux names its folder: `1-2.3`, `usb1`.
  var portPath: String {
    var ports = [UInt8](repeating: 0, count: 7)  // the depth that USB 3 allows
    let count = libusb_get_port_numbers(pointer, &ports, Int32(ports.count))
    guard count > 0 else { return "usb\(address.bus)" }
    let path = ports.prefix(Int(count)).map { String($0) }.joined(separator: ".")
    return "\(address.bus)-\(path)"
  }

  /// The numbers of vendor and product, from the descriptor that libusb keeps.
  var ids: (vendor: UInt16, product: UInt16) {
    var descriptor = libusb_device_descriptor()
    guard libusb_get_device_descriptor(pointer, &descriptor) == 0 else { return (0, 0) }
    return (descriptor.idVendor, descriptor.idProduct)
  }
}
