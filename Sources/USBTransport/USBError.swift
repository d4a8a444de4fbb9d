import CLibUSB

/// Why something could not be done with USB: what was tried, and libusb's code.
public struct USBError: Error, Hashable, Sendable {
  /// What a caller can act on.
  public enum Kind: Hashable, Sendable {
    /// The device was unplugged, or is not there.
    case noDevice
    /// Another program holds the interface.
    case busy
    /// The user may not open the device.
    case access
    /// The device did not answer in time.
    case timeout
    /// The device refused the request, or its endpoint is halted.
    case stall
    /// The device sent more than was asked for.
    case overflow
    /// The transfer failed on the bus.
    case io
    /// What was sought on the device is not there.
    case notFound
    /// The system has no memory left for it.
    case noMemory
    /// Anything else; ``USBError/code`` says more.
    case other
  }

  /// One of libusb's `LIBUSB_ERROR_` codes; below 0.
  public let code: Int32
  /// What was tried, such as `claim interface 1`.
  public let operation: String

  /// An error of `operation` with libusb's `code`.
  public init(code: Int32, operation: String) {
    self.code = code
    self.operation = operation
  }

  init(_ code: libusb_error, _ operation: String) {
    self.init(code: code.rawValue, operation: operation)
  }

  /// What a caller can act on.
  public var kind: Kind {
    switch libusb_error(rawValue: code) {
    case LIBUSB_ERROR_NO_DEVICE: .noDevice
    case LIBUSB_ERROR_BUSY: .busy
    case LIBUSB_ERROR_ACCESS: .access
    case LIBUSB_ERROR_TIMEOUT: .timeout
    case LIBUSB_ERROR_PIPE: .stall
    case LIBUSB_ERROR_OVERFLOW: .overflow
    case LIBUSB_ERROR_IO: .io
    case LIBUSB_ERROR_NOT_FOUND: .notFound
    case LIBUSB_ERROR_NO_MEM: .noMemory
    default: .other
    }
  }

  /// How to mend it, where a person can.
  public var hint: String? {
    switch kind {
    case .access:
      "install crampd's udev rules, join the group crampd, then plug the device in again"
    case .busy:
      "close the other program that uses the device, or stop its service"
    case .noDevice, .timeout, .stall, .overflow, .io, .notFound, .noMemory, .other:
      nil
    }
  }
}

extension USBError: CustomStringConvertible {
  /// One line: what was tried, then the cause in libusb's words.
  public var description: String {
    let words = String(cString: libusb_strerror(code))
    return "\(operation): \(words) (\(String(cString: libusb_error_name(code))))"
  }
}
