import CrampModel

/// One event of a USB transfer as Linux's usbmon tells it.
///
///     byte  0   8     9     10        11      12   14          15         16       24
///           id  type  kind  endpoint  device  bus  flag_setup  flag_data  seconds  microseconds
///           28      32      36        40     48..<64
///           status  length  captured  setup  only in link type 220
///
/// Source: Linux, `Documentation/usb/usbmon.rst`, struct usbmon_packet. Link types: the registry of
/// tcpdump.org, LINKTYPE_USB_LINUX (48 bytes) and LINKTYPE_USB_LINUX_MMAPPED (64 bytes).
struct CapturedTransfer: Sendable {
  enum Stage: UInt8, Sendable {
    /// The host hands the transfer to the bus: `S`.
    case submitted = 0x53
    /// The transfer is over: `C`.
    case completed = 0x43
    /// The bus did not take the transfer: `E`.
    case refused = 0x45
  }

  static let linkType = 220
  static let linkTypes = [189, 220]
  static let headerLength = 64
  /// The status of a transfer that is under way: EINPROGRESS.
  static let underWay: Int32 = -115

  var id: UInt64
  var stage: Stage
  var kind: TransferRecord.Kind
  var endpoint: UInt8
  var address: CaptureDevice.Address
  var time: Timestamp
  var status: Int32
  /// The eight bytes of a control request; empty where the event has none.
  var setup: [UInt8]
  /// The bytes of the transfer, by the event's own word.
  var length: Int
  /// Those bytes, if the event carries them.
  var data: [UInt8]?
  /// Bytes of the data that ought to be in the capture and are not.
  var missing: Int

  var isIn: Bool { endpoint & 0x80 != 0 }
}

extension CapturedTransfer {
  /// Decodes a packet.
  ///
  /// - Returns: `nil` for packets of other link types, and for what no sensor here uses:
  ///   isochronous transfers.
  init?(_ packet: CapturePacket, path: String) throws(RecordingError) {
    func error(_ what: String) -> RecordingError {
      RecordingError(
        path: path,
        byteOffset: packet.byteOffset,
        .packet(number: packet.number, what)
      )
    }
    let content = packet.content
    let header: Int
    switch packet.linkType {
    case 189: header = 48
    case Self.linkType: header = Self.headerLength
    default: return nil
    }
    guard content.bytes.count >= header else {
      throw error("cut to \(content.bytes.count) of the header's \(header) bytes")
    }
    guard let stage = Stage(rawValue: content.bytes[8]), content.bytes[9] <= 3 else {
      throw error("no event of a USB transfer")
    }
    guard let kind = TransferRecord.Kind(rawValue: content.bytes[9]) else { return nil }
    let seconds = content.number(Int64.self, at: 16)
    let (whole, isTooLate) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (time, isOver) = whole.addingReportingOverflow(
      Int64(content.number(Int32.self, at: 24))
    )
    guard !isTooLate, !isOver else { throw error("a time of \(seconds) s cannot be") }
    id = content.number(UInt64.self, at: 0)
    self.stage = stage
    self.kind = kind
    endpoint = content.bytes[10]
    address = CaptureDevice.Address(
      bus: content.number(UInt16.self, at: 12),
      device: content.bytes[11]
    )
    self.time = Timestamp(microseconds: time)
    status = content.number(Int32.self, at: 28)
    setup = content.bytes[14] == 0 && kind == .control ? Array(content.bytes[40..<48]) : []
    length = content.count(at: 32)
    let captured = min(content.count(at: 36), content.bytes.count - header)
    data = content.bytes[15] == 0 ? Array(content.bytes[header..<header + captured]) : nil
    // A packet's own lengths are no guide: old versions of libpcap count data that never was.
    let carriesData = stage == (endpoint & 0x80 != 0 ? .completed : .submitted)
    let isExpected = data != nil || (carriesData && length > 0)
    missing = isExpected ? max(0, length - (data?.count ?? 0)) : 0
  }

  /// The packet, in the form of link type 220 and little endian.
  var packet: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.headerLength + (data?.count ?? 0))
    bytes.append(little: id)
    bytes += [stage.rawValue, kind.rawValue, endpoint, address.device]
    bytes.append(little: address.bus)
    bytes.append(setup.isEmpty ? UInt8(ascii: "-") : 0)
    bytes.append(data != nil ? 0 : UInt8(ascii: isIn ? "<" : ">"))
    let seconds = time.microseconds.dividedFloor(by: 1_000_000)
    bytes.append(little: seconds)
    bytes.append(little: Int32(truncatingIfNeeded: time.microseconds - seconds * 1_000_000))
    bytes.append(little: status)
    bytes.append(little: UInt32(clamping: length))
    bytes.append(little: UInt32(clamping: data?.count ?? 0))
    bytes += setup.isEmpty ? [UInt8](repeating: 0, count: 8) : setup
    // Interval, start frame, flags and the number of isochronous descriptors.
    bytes += [UInt8](repeating: 0, count: 16)
    return bytes + (data ?? [])
  }
}

extension Int64 {
  /// The quotient rounded towards the past, so that the rest is never negative.
  fileprivate func dividedFloor(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
