import CLibUSB

extension USBError {
  /// The error that a transfer's status stands for; `nil` if it was completed.
  init?(_ status: libusb_transfer_status, _ operation: String) {
    switch status {
    case LIBUSB_TRANSFER_COMPLETED: return nil
    case LIBUSB_TRANSFER_TIMED_OUT: self.init(LIBUSB_ERROR_TIMEOUT, operation)
    case LIBUSB_TRANSFER_CANCELLED: self.init(LIBUSB_ERROR_INTERRUPTED, operation)
    case LIBUSB_TRANSFER_STALL: self.init(LIBUSB_ERROR_PIPE, operation)
    case LIBUSB_TRANSFER_NO_DEVICE: self.init(LIBUSB_ERROR_NO_DEVICE, operation)
    case LIBUSB_TRANSFER_OVERFLOW: self.init(LIBUSB_ERROR_OVERFLOW, operation)
    default: self.init(LIBUSB_ERROR_IO, operation)
    }
  }

  /// Throws the error that a call's result stands for; results from 0 up are none.
  static func check(_ code: Int32, _ operation: @autoclosure () -> String) throws(USBError) {
    if code < 0 { throw USBError(code: code, operation: operation()) }
  }

  /// The errno with which Linux ends such a transfer, below 0.
  var errno: Int32 {
    switch kind {
    case .stall: -32  // EPIPE
    case .noDevice: -19  // ENODEV
    case .overflow: -75  // EOVERFLOW
    case .timeout: -110  // ETIMEDOUT
    case .noMemory: -12  // ENOMEM
    case .busy, .access, .io, .notFound, .other: -71  // EPROTO
    }
  }
}
