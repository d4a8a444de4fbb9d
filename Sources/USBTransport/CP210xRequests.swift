/// What a CP210x is told.
///
/// Source: Silicon Labs AN571.
enum CP210xRequests {
  static func open(_ line: SerialLine, interface: UInt16) -> [ControlRequest] {
    [
      ControlRequest(0x41, 0x00, value: 1, index: interface),  // enable
      setBaud(line.baud, interface: interface),
      ControlRequest(0x41, 0x03, value: 0x0800, index: interface),  // 8N1
      ControlRequest(
        0x41,
        0x13,
        value: 0,
        index: interface,
        data: [UInt8](repeating: 0, count: 16)
      ),
      ControlRequest(
        0x41,
        0x07,
        value: 0x0300 | (line.dtr ? 1 : 0) | (line.rts ? 2 : 0),
        index: interface
      ),
      ControlRequest(0x41, 0x12, value: 0x000F, index: interface),  // purge
    ]
  }

  static func setBaud(_ baud: Int, interface: UInt16) -> ControlRequest {
    ControlRequest(
      0x41,
      0x1E,
      value: 0,
      index: interface,
      data: UInt32(clamping: baud).littleEndianBytes
    )
  }

  static func disable(interface: UInt16) -> ControlRequest {
    ControlRequest(0x41, 0x00, value: 0, index: interface, mayStall: true)
  }
}
