/// What a CH340 is told.
///
/// Sources: Linux `ch341`, usb-serial-for-android.
enum CH340Requests {
  static func open(_ line: SerialLine) -> [ControlRequest] {
    let lines: UInt16 = (line.dtr ? 0x20 : 0) | (line.rts ? 0x40 : 0)
    return [
      ControlRequest(0xC0, 0x5F, value: 0, length: 2),  // version
      ControlRequest(0x40, 0xA1, value: 0),
    ] + setBaud(line.baud) + [
      ControlRequest(0xC0, 0x95, value: 0x2518, length: 2),
      ControlRequest(0x40, 0x9A, value: 0x2518, index: 0x00C3),  // receive, send, 8N1
      ControlRequest(0xC0, 0x95, value: 0x0706, length: 2),  // modem status
      ControlRequest(0x40, 0xA1, value: 0x501F, index: 0xD90A),
    ] + setBaud(line.baud) + [
      ControlRequest(0x40, 0xA4, value: ~lines)
    ]
  }

  static func setBaud(_ baud: Int) -> [ControlRequest] {
    let divisor = divisor(baud)
    return [
      ControlRequest(0x40, 0x9A, value: 0x1312, index: divisor.high),
      ControlRequest(0x40, 0x9A, value: 0x0F2C, index: divisor.low),
    ]
  }

  /// The two registers of the divisor; bit 7 of the first has the chip send at once, not in
  /// full buffers only.
  static func divisor(_ baud: Int) -> (high: UInt16, low: UInt16) {
    if baud == 921_600 { return (0xF387, 0) }  // the formula is 8 % off there
    var factor = 1_532_620_800 / baud
    var prescaler = 3
    while factor > 0xFFF0, prescaler > 0 {
      factor >>= 3
      prescaler -= 1
    }
    factor = 0x10000 - min(factor, 0xFFF0)
    return (UInt16(factor & 0xFF00 | prescaler | 0x80), UInt16(factor & 0xFF))
  }
}
