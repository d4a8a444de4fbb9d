import CUMockdev
import CUsbfs
import EmulatorScript
import Glibc
import SensorEmulation

/// The requests that usbfs knows; all of this runs on umockdev's thread.
extension EmulatedDevice {
  typealias Client = UnsafeMutablePointer<UMockdevIoctlClient>

  /// What a request gives: a value of 0 or more, or an error.
  enum Answer {
    case value(Int)
    case refused(Int32)
  }

  func came(_ client: Client?) {
    bed.locked { model.open() }
  }

  func went(_ client: Client?) {
    guard let client else { return }
    let owner = Int(bitPattern: client)
    bed.locked {
      for id in urbs.keys.sorted() where urbs[id]?.owner == owner {
        _ = model.discard(id)
        urbs.removeValue(forKey: id)?.release()
      }
      done.removeAll { urbs[$0] == nil }
      model.close(owner: owner)
      collect()
    }
  }

  func answer(_ client: Client?) -> gboolean {
    guard let client else { return 0 }
    let request = UInt32(truncatingIfNeeded: umockdev_ioctl_client_get_request(client))
    var answer = Answer.refused(ENOTTY)
    bed.locked {
      if isPresent { model.advance(to: bed.now - pluggedAt) }
      answer = reply(to: request, client)
      collect()
    }
    switch answer {
    case .value(let value): umockdev_ioctl_client_complete(client, value, 0)
    case .refused(let code): umockdev_ioctl_client_complete(client, -1, code)
    }
    bed.locked { releaseReaped() }
    return 1
  }

  private func reply(to request: UInt32, _ client: Client) -> Answer {
    let owner = Int(bitPattern: client)
    guard let argument = umockdev_ioctl_client_get_arg(client) else { return .refused(EFAULT) }
    if request == UInt32(crampd_usb_reap_no_delay) || request == UInt32(crampd_usb_reap) {
      return reap(argument, owner: owner, isBlocking: request == UInt32(crampd_usb_reap))
    }
    if request == UInt32(crampd_usb_discard) {
      // The argument is the address of the transfer itself.
      let address = UnsafeRawPointer(argument.pointee.data)?.loadUnaligned(as: UInt.self) ?? 0
      return discard(at: address, owner: owner)
    }
    guard isPresent else { return .refused(ENODEV) }
    switch request {
    case UInt32(crampd_usb_submit): return submit(argument, owner: owner)
    case UInt32(crampd_usb_get_capabilities): return capabilities(argument)
    case UInt32(crampd_usb_get_speed): return .value(2)
    case UInt32(crampd_usb_clear_halt), UInt32(crampd_usb_reset_endpoint):
      return fail(.clearHalt) ?? word(argument) { model.clearHalt($0) ? nil : EINVAL }
    case UInt32(crampd_usb_reset):
      if let failure = fail(.reset) { return failure }
      model.reset()
      return .value(0)
    case UInt32(crampd_usb_set_configuration):
      return word(argument) { $0 == 1 ? nil : EINVAL }
    default: return interfaceReply(to: request, argument, owner: owner)
    }
  }

  /// Takes a failure that a script asked for.
  func fail(_ kind: RequestKind) -> Answer? {
    guard var failure = failures[kind] else { return nil }
    failure.count -= 1
    failures[kind] = failure.count > 0 ? failure : nil
    return .refused(failure.code)
  }

  /// Reads the 32-bit number that a request points to.
  func word(
    _ argument: UnsafeMutablePointer<UMockdevIoctlData>,
    _ body: (UInt8) -> Int32?
  ) -> Answer {
    guard let data = crampd_resolve(argument, 0, 4) else { return .refused(EFAULT) }
    defer { crampd_unref(data) }
    let number = UnsafeRawPointer(data.pointee.data)?.loadUnaligned(as: UInt32.self) ?? .max
    guard number < 256 else { return .refused(EINVAL) }
    return body(UInt8(number)).map { .refused($0) } ?? .value(0)
  }

  private func capabilities(_ argument: UnsafeMutablePointer<UMockdevIoctlData>) -> Answer {
    guard let data = crampd_resolve(argument, 0, 4) else { return .refused(EFAULT) }
    defer { crampd_unref(data) }
    let flags =
      USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM
      | USBDEVFS_CAP_REAP_AFTER_DISCONNECT
    UnsafeMutableRawPointer(data.pointee.data)?.storeBytes(of: UInt32(flags), as: UInt32.self)
    return .value(0)
  }
}
