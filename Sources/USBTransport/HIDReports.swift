/// The reports of a human interface device.
///
/// Source: HID 1.11, sections 6.2.2 and 7.2.2.
enum HIDReports {
  /// Whether reports begin with their number: if the report descriptor has a Report ID item.
  static func areNumbered(by descriptor: [UInt8]) -> Bool {
    var offset = 0
    while offset < descriptor.count {
      let prefix = descriptor[offset]
      if prefix & 0xFC == 0x84 { return true }
      if prefix == 0xFE {  // a long item names its length
        guard offset + 1 < descriptor.count else { return false }
        offset += 3 + Int(descriptor[offset + 1])
      } else {
        offset += 1 + (prefix & 3 == 3 ? 4 : Int(prefix & 3))
      }
    }
    return false
  }

  /// The request that sends an output report to a device without an endpoint for it.
  static func send(_ report: [UInt8], numbered: Bool, interface: UInt8) -> ControlRequest {
    let number = numbered ? report.first ?? 0 : 0
    return ControlRequest(
      0x21,
      0x09,
      value: 0x0200 | UInt16(number),
      index: UInt16(interface),
      data: report
    )
  }
}
