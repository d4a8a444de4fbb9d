import CLibUSB

/// The calls of libusb that can fail, each by way of ``USBFault`` in debug builds.
///
/// It adds nothing else: names and meanings are libusb's, what cannot fail is called directly.
enum LibUSB {
  static func initialise(_ context: inout OpaquePointer?) -> Int32 {
    fault(.initialise) ?? libusb_init(&context)
  }

  static func onHotplug(
    _ context: OpaquePointer,
    _ callback: @escaping libusb_hotplug_callback_fn,
    _ user: UnsafeMutableRawPointer,
    _ handle: inout libusb_hotplug_callback_handle
  ) -> Int32 {
    let events =
      LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED.rawValue | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT.rawValue
    return fault(.hotplug)
      ?? libusb_hotplug_register_callback(
        context,
        Int32(events),
        Int32(LIBUSB_HOTPLUG_ENUMERATE.rawValue),
        LIBUSB_HOTPLUG_MATCH_ANY,
        LIBUSB_HOTPLUG_MATCH_ANY,
        LIBUSB_HOTPLUG_MATCH_ANY,
        callback,
        user,
        &handle
      )
  }

  static func open(_ device: OpaquePointer, _ handle: inout OpaquePointer?) -> Int32 {
    fault(.open) ?? libusb_open(device, &handle)
  }

  static func setAutoDetach(_ handle: OpaquePointer, _ on: Bool) -> Int32 {
    fault(.detach) ?? libusb_set_auto_detach_kernel_driver(handle, on ? 1 : 0)
  }

  static func claim(_ handle: OpaquePointer, _ interface: UInt8) -> Int32 {
    fault(.claim) ?? libusb_claim_interface(handle, Int32(interface))
  }

  static func allocate() -> UnsafeMutablePointer<libusb_transfer>? {
    fault(.allocate) == nil ? libusb_alloc_transfer(0) : nil
  }

  static func submit(_ transfer: UnsafeMutablePointer<libusb_transfer>) -> Int32 {
    fault(.submit) ?? libusb_submit_transfer(transfer)
  }

  /// Not found is the answer for a transfer that is not under way, which does no harm.
  @discardableResult
  static func cancel(_ transfer: UnsafeMutablePointer<libusb_transfer>) -> Int32 {
    fault(.cancel) ?? libusb_cancel_transfer(transfer)
  }

  static func clearHalt(_ handle: OpaquePointer, _ endpoint: UInt8) -> Int32 {
    fault(.clearHalt) ?? libusb_clear_halt(handle, endpoint)
  }

  static func reset(_ handle: OpaquePointer) -> Int32 {
    fault(.reset) ?? libusb_reset_device(handle)
  }

  static func events(_ context: OpaquePointer, within timeout: inout timeval) -> Int32 {
    fault(.events) ?? libusb_handle_events_timeout_completed(context, &timeout, nil)
  }

  static func status(of transfer: UnsafeMutablePointer<libusb_transfer>) -> libusb_transfer_status {
    guard let code = fault(.completion) else { return transfer.pointee.status }
    return libusb_transfer_status(rawValue: UInt32(clamping: code))
  }

  private static func fault(_ operation: USBOperation) -> Int32? {
    #if DEBUG
    USBFault.code(of: operation)
    #else
    nil
    #endif
  }
}
