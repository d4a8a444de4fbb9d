/// What an FT232R or FT231X is told.
///
/// Sources: pyftdi, libftdi, Linux `ftdi_sio`.
enum FTDIRequests {
  static func open(_ line: SerialLine) -> [ControlRequest] {
    [
      ControlRequest(0x40, 0x00, value: 0),  // reset
      ControlRequest(0x40, 0x00, value: 1),  // purge one way
      ControlRequest(0x40, 0x00, value: 2),  // and the other
      setBaud(line.baud),
      ControlRequest(0x40, 0x04, value: 0x0008),  // 8N1
      ControlRequest(0x40, 0x02, value: 0),  // no flow control
      ControlRequest(0x40, 0x09, value: 1),  // latency 1 ms in place of 16
      ControlRequest(0x40, 0x01, value: 0x0300 | (line.dtr ? 1 : 0) | (line.rts ? 2 : 0)),
      ControlRequest(0xC0, 0x0A, value: 0, length: 1),  // latency, for the capture
      ControlRequest(0xC0, 0x05, value: 0, length: 2),  // modem status, likewise
    ]
  }

  static func setBaud(_ baud: Int) -> ControlRequest {
    let divisor = divisor(baud)
    return ControlRequest(
      0x40,
      0x03,
      value: UInt16(truncatingIfNeeded: divisor),
      index: UInt16(truncatingIfNeeded: divisor >> 16)
    )
  }

  /// The divisor of 3 MHz as the chip reads it: 14 bits of whole part, then a code for the eighths.
  static func divisor(_ baud: Int) -> UInt32 {
    let eighths = eighths(baud)
    if eighths == 8 { return 0 }
    if eighths == 12 { return 1 }
    let code: UInt32 =
      switch eighths & 7 {
      case 1: 3
      case 2: 2
      case 3: 4
      case 4: 1
      case 5: 5
      case 6: 6
      case 7: 7
      default: 0
      }
    return UInt32(eighths >> 3) | code << 14
  }

  /// The divisor in eighths, the nearest that the chip has: below 2 only 1 and 1.5.
  static func eighths(_ baud: Int) -> Int {
    let eighths = (24_000_000 + baud / 2) / baud
    guard eighths < 16 else { return eighths }
    return eighths < 10 ? 8 : eighths < 14 ? 12 : 16
  }

  /// Whether the chip comes within 3 % of `baud`, which a receiver of 8N1 takes.
  static func reaches(_ baud: Int) -> Bool {
    abs(24e6 / Double(eighths(baud) * baud) - 1) <= 0.03
  }
}
