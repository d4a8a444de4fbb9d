import CUMockdev
import CUsbfs
import EmulatorScript
import Glibc
import SensorEmulation

/// Claims, drivers and alternate settings.
extension EmulatedDevice {
  func interfaceReply(
    to request: UInt32,
    _ argument: UnsafeMutablePointer<UMockdevIoctlData>,
    owner: Int
  ) -> Answer {
    switch request {
    case UInt32(crampd_usb_claim):
      return fail(.claim)
        ?? word(argument) { number in
          refusal { () throws(InterfaceTable.Refusal) in
            try model.interfaces.claim(number, owner: owner)
          }
        }
    case UInt32(crampd_usb_release):
      return word(argument) { number in
        refusal { () throws(InterfaceTable.Refusal) in
          try model.interfaces.release(number, owner: owner)
        }
      }
    case UInt32(crampd_usb_disconnect_claim):
      return fail(.claim) ?? disconnectAndClaim(argument, owner: owner)
    case UInt32(crampd_usb_get_driver): return driver(argument)
    case UInt32(crampd_usb_set_interface):
      return fail(.setInterface) ?? setInterface(argument, owner: owner)
    case UInt32(crampd_usb_ioctl): return nested(argument)
    default: return .refused(ENOTTY)
    }
  }

  private func refusal(_ body: () throws(InterfaceTable.Refusal) -> Void) -> Int32? {
    do {
      try body()
      return nil
    } catch {
      return error.rawValue
    }
  }

  /// `struct usbdevfs_disconnect_claim`: takes the interface from a driver, but not from a program.
  private func disconnectAndClaim(
    _ argument: UnsafeMutablePointer<UMockdevIoctlData>,
    owner: Int
  ) -> Answer {
    let size = MemoryLayout<usbdevfs_disconnect_claim>.size
    guard let data = crampd_resolve(argument, 0, size) else { return .refused(EFAULT) }
    defer { crampd_unref(data) }
    let number = UnsafeRawPointer(data.pointee.data)?.loadUnaligned(as: UInt32.self) ?? .max
    guard number < 256 else { return .refused(EINVAL) }
    let interface = UInt8(number)
    _ = refusal { () throws(InterfaceTable.Refusal) in try model.interfaces.disconnect(interface) }
    let code = refusal { () throws(InterfaceTable.Refusal) in
      try model.interfaces.claim(interface, owner: owner)
    }
    return code.map { .refused($0) } ?? .value(0)
  }

  /// `struct usbdevfs_getdriver`: the name goes after the number.
  private func driver(_ argument: UnsafeMutablePointer<UMockdevIoctlData>) -> Answer {
    let size = MemoryLayout<usbdevfs_getdriver>.size
    guard let data = crampd_resolve(argument, 0, size), let bytes = data.pointee.data else {
      return .refused(EFAULT)
    }
    defer { crampd_unref(data) }
    let number = UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self)
    guard number < 256 else { return .refused(ENODATA) }
    do {
      let name = Array(try model.interfaces.driver(of: UInt8(number)).utf8.prefix(255)) + [0]
      for (index, byte) in name.enumerated() { bytes[4 + index] = byte }
      return .value(0)
    } catch {
      return .refused(error.rawValue)
    }
  }

  /// `struct usbdevfs_setinterface`: only setting 0 exists.
  private func setInterface(
    _ argument: UnsafeMutablePointer<UMockdevIoctlData>,
    owner: Int
  ) -> Answer {
    guard let data = crampd_resolve(argument, 0, 8) else { return .refused(EFAULT) }
    defer { crampd_unref(data) }
    let bytes = UnsafeRawPointer(data.pointee.data)
    let number = bytes?.loadUnaligned(as: UInt32.self) ?? 0
    let setting = bytes?.loadUnaligned(fromByteOffset: 4, as: UInt32.self) ?? 0
    guard number < 256, setting == 0, model.interfaces.isClaimed(UInt8(number), by: owner) else {
      return .refused(EINVAL)
    }
    return .value(0)
  }

  /// `struct usbdevfs_ioctl`: disconnects or connects a driver.
  private func nested(_ argument: UnsafeMutablePointer<UMockdevIoctlData>) -> Answer {
    guard let data = crampd_resolve(argument, 0, MemoryLayout<usbdevfs_ioctl>.size) else {
      return .refused(EFAULT)
    }
    defer { crampd_unref(data) }
    let bytes = UnsafeRawPointer(data.pointee.data)
    let number = bytes?.loadUnaligned(as: UInt32.self) ?? 0
    let code = bytes?.loadUnaligned(fromByteOffset: 4, as: UInt32.self) ?? 0
    guard number < 256 else { return .refused(EINVAL) }
    let refused = refusal { () throws(InterfaceTable.Refusal) in
      if code == UInt32(crampd_usb_disconnect) {
        try model.interfaces.disconnect(UInt8(number))
      } else if code == UInt32(crampd_usb_connect) {
        try model.interfaces.connect(UInt8(number))
      } else {
        throw .unclaimed
      }
    }
    return refused.map { .refused($0) } ?? .value(0)
  }
}
