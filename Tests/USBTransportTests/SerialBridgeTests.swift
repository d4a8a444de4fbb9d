import Testing

@testable import USBTransport

/// The requests as text: setup, then what is sent with it.
private func drawn(_ requests: [ControlRequest]) -> [String] {
  requests.map { request in
    let data = hexadecimal(request.data)
    return hexadecimal(request.setup) + (data.isEmpty ? "" : " " + data)
  }
}

struct SerialBridgeTests {
  @Test func `an FTDI chip is reset, purged, set and asked, in order`() throws {
    let line = SerialLine(baud: 115_200, dtr: true, rts: true)
    #expect(
      drawn(try SerialBridge.open(.ftdi, line)) == [
        "4000000000000000", "4000010000000000", "4000020000000000", "40031a0000000000",
        "4004080000000000", "4002000000000000", "4009010000000000", "4001030300000000",
        "c00a000000000100", "c005000000000200",
      ]
    )
  }

  @Test(arguments: [
    (115_200, "83cc", "0800"),
    (230_400, "83e6", "0400"),
  ])
  func `a CH340 gets its divisor twice`(baud: Int, high: String, low: String) throws {
    #expect(
      drawn(try SerialBridge.open(.ch340, SerialLine(baud: baud))) == [
        "c05f000000000200", "40a1000000000000", "409a1213\(high)0000", "409a2c0f\(low)0000",
        "c095182500000200", "409a1825c3000000", "c095060700000200", "40a11f500ad90000",
        "409a1213\(high)0000", "409a2c0f\(low)0000", "40a4ffff00000000",
      ]
    )
  }

  @Test(arguments: [(115_200, false, "0003", "00c20100"), (921_600, true, "0303", "00100e00")])
  func `a CP210x is enabled, set and purged`(
    baud: Int,
    raised: Bool,
    lines: String,
    speed: String
  ) throws {
    let line = SerialLine(baud: baud, dtr: raised, rts: raised)
    #expect(
      drawn(try SerialBridge.open(.cp210x, line)) == [
        "4100010000000000", "411e000000000400 \(speed)", "4103000800000000",
        "4113000000001000 00000000000000000000000000000000", "4107\(lines)00000000",
        "41120f0000000000",
      ]
    )
  }

  @Test func `a CDC device hears its line coding, then its lines, on its control interface`() throws
  {
    let quiet = try SerialBridge.open(.cdc, SerialLine(baud: 115_200))
    #expect(drawn(quiet) == ["2120000000000700 00c20100000008", "2122000000000000"])
    let raised = SerialLine(baud: 230_400, dtr: true, rts: true)
    #expect(
      drawn(try SerialBridge.open(.cdc, raised)) == [
        "2120000000000700 00840300000008", "2122030000000000",
      ]
    )
    #expect(
      drawn(try SerialBridge.open(.cdc, raised, interface: 3)) == [
        "2120000003000700 00840300000008", "2122030003000000",
      ]
    )
  }

  @Test func `a HID device has no line`() throws {
    #expect(try SerialBridge.open(.hid, SerialLine(baud: 1200)).isEmpty)
  }

  @Test(arguments: LinkKind.allCases.filter { $0 != .hid })
  func `no line is ever set to 1200 baud or to nonsense`(kind: LinkKind) {
    for baud in [1200, 0, -1, 299, 3_000_001, .max, .min] {
      #expect(throws: USBError.self) { try SerialBridge.open(kind, SerialLine(baud: baud)) }
      #expect(throws: USBError.self) { try SerialBridge.setBaud(baud, kind) }
    }
  }

  @Test(arguments: [
    (9600, "40033841"), (19_200, "40039c80"), (38_400, "40034ec0"), (57_600, "400334c0"),
    (115_200, "40031a00"), (222_222, "40030d40"), (230_400, "40030d00"), (460_800, "40030640"),
    (500_000, "40030600"), (921_600, "40030380"), (1_000_000, "40030300"),
    (2_000_000, "40030100"), (3_000_000, "40030000"),
  ])
  func `the FTDI divisor is the published one`(baud: Int, setup: String) throws {
    #expect(drawn(try SerialBridge.setBaud(baud, .ftdi)) == [setup + "00000000"])
  }

  @Test func `a divisor with bit 16 puts it into the index`() {
    // 5/8 has code 5, whose third bit is bit 16.
    #expect(FTDIRequests.divisor(24_000_000 / (8 * 100 + 5)) == 100 | 5 << 14)
    #expect(
      hexadecimal(FTDIRequests.setBaud(24_000_000 / (8 * 100 + 5)).setup) == "4003644001000000"
    )
  }

  @Test(arguments: [1_250_000, 2_400_000, 2_600_000])
  func `an FTDI chip is not set to a speed that it misses by more than 3 percent`(baud: Int) {
    let near = FTDIRequests.reaches(baud)
    let result = try? SerialBridge.setBaud(baud, .ftdi)
    #expect((result != nil) == near)
    #expect(near == (baud == 1_250_000))
  }

  @Test(arguments: [
    (9600, "b282", "000c"), (57_600, "9883", "0010"), (115_200, "cc83", "0008"),
    (222_222, "e583", "0010"), (230_400, "e683", "0004"), (500_000, "f483", "0007"),
    (921_600, "f387", "0000"),
  ])
  func `the CH340 divisor is the published one`(baud: Int, high: String, low: String) throws {
    let requests = try SerialBridge.setBaud(baud, .ch340)
    #expect(requests.map(\.value) == [0x1312, 0x0F2C])
    #expect(requests.map { String($0.index, radix: 16) } == [high, low].map(withoutZeros))
  }

  @Test(arguments: [
    (9600, "80250000000008"), (57_600, "00e10000000008"), (115_200, "00c20100000008"),
    (230_400, "00840300000008"), (500_000, "20a10700000008"), (921_600, "00100e00000008"),
  ])
  func `a line coding is seven bytes`(baud: Int, coding: String) throws {
    #expect(drawn(try SerialBridge.setBaud(baud, .cdc)) == ["2120000000000700 " + coding])
  }

  private func withoutZeros(_ digits: String) -> String {
    let rest = digits.drop { $0 == "0" }
    return rest.isEmpty ? "0" : String(rest)
  }
}
