/// What a CDC-ACM device is told.
///
/// Source: USB PSTN subclass 1.2, section 6.3.
///
/// A device that says in its descriptor that it has no line may refuse both.
enum CDCRequests {
  static func open(_ line: SerialLine, interface: UInt16) -> [ControlRequest] {
    [
      setBaud(line.baud, interface: interface),
      ControlRequest(
        0x21,
        0x22,
        value: (line.dtr ? 1 : 0) | (line.rts ? 2 : 0),
        index: interface,
        mayStall: true
      ),
    ]
  }

  static func setBaud(_ baud: Int, interface: UInt16) -> ControlRequest {
    ControlRequest(
      0x21,
      0x20,
      value: 0,
      index: interface,
      data: UInt32(clamping: baud).littleEndianBytes + [0, 0, 8],  // 1 stop bit, no parity
      mayStall: true
    )
  }
}
