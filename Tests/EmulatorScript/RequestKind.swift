/// A kind of request to usbfs that can be made to fail.
public enum RequestKind: String, CaseIterable, Sendable {
  /// Opening the device's file.
  case open
  /// Claiming an interface.
  case claim
  /// A control transfer.
  case control
  /// Any other transfer.
  case submit
  /// Ending an endpoint's halt.
  case clearHalt = "clearhalt"
  /// Resetting the device.
  case reset
  /// Choosing an alternate setting.
  case setInterface = "setinterface"
}
