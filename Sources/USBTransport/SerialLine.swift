import CLibUSB

/// How a serial line is set: always 8 data bits, no parity, 1 stop bit, no flow control.
public struct SerialLine: Hashable, Sendable {
  /// Bits per second.
  public var baud: Int
  /// Data terminal ready.
  ///
  /// Its rise resets boards with a serial chip before the ATmega; boards with native USB want it.
  public var dtr: Bool
  /// Request to send.
  public var rts: Bool

  /// A line.
  ///
  /// - Parameters:
  ///   - baud: Bits per second; devices without a real line ignore it.
  ///   - dtr: Whether data terminal ready is raised.
  ///   - rts: Whether request to send is raised.
  public init(baud: Int = 115_200, dtr: Bool = false, rts: Bool = false) {
    self.baud = baud
    self.dtr = dtr
    self.rts = rts
  }

  /// Throws unless a link of `kind` can be set to `baud`.
  ///
  /// 1200 baud is never set: Arduino boards with native USB take it as the order to go to their
  /// boot loader. The limits are those of the chips' data sheets.
  static func check(baud: Int, for kind: LinkKind) throws(USBError) {
    let most =
      switch kind {
      case .ch340: 2_000_000
      case .ftdi, .cp210x, .cdc, .hid: 3_000_000
      }
    guard baud != 1200, baud >= 300, baud <= most, kind != .ftdi || FTDIRequests.reaches(baud)
    else { throw USBError(LIBUSB_ERROR_INVALID_PARAM, "set a \(kind) line to \(baud) baud") }
  }
}
