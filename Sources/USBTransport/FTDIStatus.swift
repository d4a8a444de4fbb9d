/// The two status bytes that an FTDI chip puts ahead of each packet.
///
///     byte 0  10 CTS  20 DSR  40 RI  80 DCD
///     byte 1  01 data ready  02 overrun  04 parity  08 framing  10 break  20 40 sender empty
///
/// Sources: FTDI AN232B-04; libftdi.
public enum FTDIStatus: Sendable {
  /// How many bytes.
  static let length = 2

  /// Takes the status bytes out of a transfer.
  ///
  /// Errors count only in packets with data: the chip goes on to report the last one while
  /// nothing comes. A packet of less than two bytes is dropped.
  ///
  /// - Parameters:
  ///   - transfer: What one transfer brought: packets of `maxPacket` bytes, the last may be short.
  ///   - maxPacket: The endpoint's packet size; above 2.
  ///   - bytes: Where the data is appended.
  /// - Returns: The errors that the packets report.
  public static func strip(
    _ transfer: Span<UInt8>,
    maxPacket: Int,
    into bytes: inout [UInt8]
  ) -> LineErrors {
    precondition(maxPacket > length, "a packet has room for more than its status")
    var errors = LineErrors()
    var start = 0
    while start < transfer.count {
      let end = min(start + maxPacket, transfer.count)
      if end - start > length {
        errors.count(transfer[start + 1])
        for index in start + length..<end { bytes.append(transfer[index]) }
      }
      start = end
    }
    return errors
  }

  /// How many bytes of data are in a transfer of `count` bytes.
  static func payloadCount(ofTransfer count: Int, maxPacket: Int) -> Int {
    let rest = max(0, count % maxPacket - length)
    return count / maxPacket * (maxPacket - length) + rest
  }
}

extension LineErrors {
  fileprivate mutating func count(_ status: UInt8) {
    if status & 0x02 != 0 { overruns += 1 }
    if status & 0x04 != 0 { parity += 1 }
    if status & 0x08 != 0 { framing += 1 }
    if status & 0x10 != 0 { breaks += 1 }
  }
}
