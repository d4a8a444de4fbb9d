import CUsbfs
import EmulatorScript
import Glibc
import SensorEmulation

/// The requests that usbfs knows, but for transfers.
extension USBNode {
  /// Does what a program asks of the device.
  ///
  /// - Parameters:
  ///   - request: The `ioctl`'s number.
  ///   - argument: Its argument, mostly an address in the program's memory.
  ///   - memory: That memory.
  ///   - owner: Which open file.
  /// - Returns: The `ioctl`'s value.
  /// - Throws: ``Refusal`` with the program's `errno`.
  func answer(
    _ request: UInt32,
    _ argument: UInt,
    _ memory: ClientMemory,
    owner: Int
  ) throws(Refusal) -> Int32 {
    switch request {
    case UInt32(crampd_usb_reap), UInt32(crampd_usb_reap_no_delay):
      try reap(argument, memory, owner: owner, isBlocking: request == UInt32(crampd_usb_reap))
      return 0
    case UInt32(crampd_usb_discard):
      try discard(argument, owner: owner)
      return 0
    case _ where !isPresent: throw Refusal(code: ENODEV)
    case UInt32(crampd_usb_submit): try submit(argument, memory, owner: owner)
    case UInt32(crampd_usb_get_capabilities):
      let flags =
        USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM
        | USBDEVFS_CAP_REAP_AFTER_DISCONNECT
      try memory.write(UInt32(flags), at: argument)
    case UInt32(crampd_usb_get_speed): return 2
    case UInt32(crampd_usb_clear_halt), UInt32(crampd_usb_reset_endpoint):
      try fail(.clearHalt)
      guard model.clearHalt(try number(argument, memory)) else { throw Refusal(code: EINVAL) }
    case UInt32(crampd_usb_reset):
      try fail(.reset)
      model.reset()
    case UInt32(crampd_usb_set_configuration):
      guard try number(argument, memory) == 1 else { throw Refusal(code: EINVAL) }
    default: try answerForInterface(request, argument, memory, owner: owner)
    }
    return 0
  }

  private func answerForInterface(
    _ request: UInt32,
    _ argument: UInt,
    _ memory: ClientMemory,
    owner: Int
  ) throws(Refusal) {
    let number = try number(argument, memory)
    switch request {
    case UInt32(crampd_usb_claim):
      try fail(.claim)
      try refusal { () throws(InterfaceTable.Refusal) in
        try model.interfaces.claim(number, owner: owner)
      }
    case UInt32(crampd_usb_release):
      try refusal { () throws(InterfaceTable.Refusal) in
        try model.interfaces.release(number, owner: owner)
      }
    case UInt32(crampd_usb_disconnect_claim):
      try fail(.claim)
      try? model.interfaces.disconnect(number)
      try refusal { () throws(InterfaceTable.Refusal) in
        try model.interfaces.claim(number, owner: owner)
      }
    case UInt32(crampd_usb_get_driver):
      var name: [UInt8] = []
      try refusal { () throws(InterfaceTable.Refusal) in
        name = Array(try model.interfaces.driver(of: number).utf8.prefix(255)) + [0]
      }
      try memory.write(name, at: argument + 4)
    case UInt32(crampd_usb_set_interface):
      try fail(.setInterface)
      let setting = try memory.read(argument + 4, as: UInt32.self)
      guard setting == 0, model.interfaces.isClaimed(number, by: owner) else {
        throw Refusal(code: EINVAL)
      }
    case UInt32(crampd_usb_ioctl): try changeDriver(number, argument, memory)
    default: throw Refusal(code: ENOTTY)
    }
  }

  /// `struct usbdevfs_ioctl`: disconnects or connects a driver.
  private func changeDriver(
    _ number: UInt8,
    _ argument: UInt,
    _ memory: ClientMemory
  ) throws(Refusal) {
    let code = try memory.read(argument + 4, as: UInt32.self)
    try refusal { () throws(InterfaceTable.Refusal) in
      switch code {
      case UInt32(crampd_usb_disconnect): try model.interfaces.disconnect(number)
      case UInt32(crampd_usb_connect): try model.interfaces.connect(number)
      default: throw .unclaimed
      }
    }
  }

  private func refusal(
    _ body: () throws(InterfaceTable.Refusal) -> Void
  ) throws(Refusal) {
    do {
      try body()
    } catch {
      throw Refusal(code: error.rawValue)
    }
  }

  /// The 32-bit number that an argument points to, or that its structure begins with.
  private func number(_ argument: UInt, _ memory: ClientMemory) throws(Refusal) -> UInt8 {
    guard let number = UInt8(exactly: try memory.read(argument, as: UInt32.self)) else {
      throw Refusal(code: EINVAL)
    }
    return number
  }
}
