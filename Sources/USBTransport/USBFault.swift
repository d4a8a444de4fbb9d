import Glibc
import Synchronization

/// The calls of libusb that can fail; the raw values name them in `CRAMPD_USB_FAULT`.
enum USBOperation: String, Sendable, CaseIterable {
  case initialise
  case hotplug
  case open
  case detach
  case claim
  case allocate
  case submit
  case cancel
  case clearHalt
  case reset
  case events
  /// Not a call: a transfer ends with a status of libusb's in place of its own.
  case completion
}

#if DEBUG
/// Has the n-th call of one operation fail, so that a test can try every path that a device may
/// never show: fail the first, the second, the third … until a run ends without a fault.
///
/// It is not in release builds. Nothing is armed by default; a test in the same process arms it,
/// and the tests that start a daemon say so in the environment: `CRAMPD_USB_FAULT=claim:1:-6`.
struct USBFault: Sendable {
  /// What is to fail.
  let operation: USBOperation
  /// Which call from now on, from 1.
  var call: Int
  /// libusb's error code; for ``USBOperation/completion`` a transfer status.
  let code: Int32

  private static let armed = Mutex<USBFault?>(fromEnvironment())

  /// Sets the one fault that is to happen; `nil` for none.
  static func arm(_ fault: USBFault?) {
    armed.withLock { $0 = fault }
  }

  /// Whether the armed fault has not happened yet.
  static var isPending: Bool { armed.withLock { $0 != nil } }

  /// The code that this call fails with; `nil` if it is to be made.
  static func code(of operation: USBOperation) -> Int32? {
    armed.withLock { fault in
      guard let due = fault, due.operation == operation else { return nil }
      guard due.call <= 1 else {
        fault?.call -= 1
        return nil
      }
      fault = nil
      due.tell()
      return due.code
    }
  }

  /// Says that it happens, so that a test knows a fault from none.
  private func tell() {
    let line = Array("fault: \(operation.rawValue) gives \(code)\n".utf8)
    _ = write(2, line, line.count)
  }

  private static func fromEnvironment() -> USBFault? {
    guard let text = getenv("CRAMPD_USB_FAULT") else { return nil }
    let parts = String(cString: text).split(separator: ":")
    guard parts.count == 3, let operation = USBOperation(rawValue: String(parts[0])),
      let call = Int(parts[1]), let code = Int32(parts[2])
    else { return nil }
    return USBFault(operation: operation, call: call, code: code)
  }
}
#endif
