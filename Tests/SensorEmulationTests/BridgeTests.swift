import Testing

@testable import SensorEmulation

@Suite struct BridgeTests {
  private func queue(_ bytes: [UInt8], limit: Int? = nil) -> FrameQueue {
    var output = FirmwareOutput()
    output.bytes = bytes
    var queue = FrameQueue(limit: limit)
    queue.append(output)
    return queue
  }

  @Test func `an FTDI chip puts two status bytes before each 62`() {
    var bridge = FTDIBridge()
    var queue = queue(Array(0...128))
    var packets: [[UInt8]] = []
    while let packet = bridge.packet(from: &queue, at: .milliseconds(16), largest: .max) {
      packets.append(packet)
      if packet.count < 64 { break }
    }
    #expect(packets.map(\.count) == [64, 64])
    // The rest waits for the latency timer.
    let rest = bridge.packet(from: &queue, at: .milliseconds(32), largest: .max)
    #expect(rest == [0x01, 0x60, 0x7C, 0x7D, 0x7E, 0x7F, 0x80])
    #expect(packets[1].prefix(3) == [0x01, 0x60, 0x3E])
  }

  @Test(arguments: [(16, 62), (1, 1_000), (255, 3)])
  func `an FTDI chip with nothing to say says so once in a latency period`(
    latency: Int,
    count: Int
  ) {
    var bridge = FTDIBridge()
    _ = bridge.control(ControlRequest(0x40, 0x09, UInt16(latency), 0), data: [])
    #expect(bridge.control(ControlRequest(0xC0, 0x0A, 0, 0), data: []) == .done([UInt8(latency)]))
    var queue = FrameQueue(limit: nil)
    var packets = 0
    for millisecond in 1...1_000 {
      if let packet = bridge.packet(from: &queue, at: .milliseconds(millisecond), largest: .max) {
        #expect(packet == [0x01, 0x60])
        packets += 1
      }
    }
    #expect(packets == count)
  }

  @Test func `an FTDI chip tells of an overrun once`() {
    var bridge = FTDIBridge()
    var queue = queue(Array(repeating: 0xA0, count: 3), limit: 1)
    let packet = bridge.packet(from: &queue, at: .milliseconds(16), largest: .max)
    #expect(packet == [0x01, 0x62, 0xA0])
    let next = bridge.packet(from: &queue, at: .milliseconds(32), largest: .max)
    #expect(next == [0x01, 0x60])
  }

  @Test(
    arguments: [
      (0x4138, 0, 9_600), (0x001A, 0, 115_384), (0x400D, 0, 222_222), (0x000D, 0, 230_769),
      (0x0006, 0, 500_000), (0x8003, 0, 923_076), (0x0000, 0, 3_000_000),
      (0x4001, 0, 2_000_000),
    ] as [(UInt16, UInt16, Int)]
  )
  func `an FTDI divisor stands for a speed`(value: UInt16, index: UInt16, baud: Int) {
    #expect(FTDIBridge.baud(value, index) == baud)
  }

  @Test(
    arguments: [
      (0xB282, 0x000C, 9_600), (0x9883, 0x0010, 57_600), (0xCC83, 0x0008, 115_200),
      (0xE683, 0x0004, 230_400), (0xF483, 0x0007, 500_000), (0xF387, 0x0000, 921_600),
    ] as [(UInt16, UInt16, Int)]
  )
  func `two registers of a CH340 stand for a speed`(high: UInt16, low: UInt16, baud: Int) {
    var bridge = CH340Bridge()
    _ = bridge.control(ControlRequest(0x40, 0x9A, 0x1312, high), data: [])
    _ = bridge.control(ControlRequest(0x40, 0x9A, 0x0F2C, low), data: [])
    #expect(abs(Double(bridge.line.baud) / Double(baud) - 1) < 0.005)
  }

  @Test func `a CH340 holds bytes back until it is told to send at once`() {
    var bridge = CH340Bridge()
    var queue = queue(Array(0..<40))
    _ = bridge.control(ControlRequest(0x40, 0x9A, 0x1312, 0xCC03), data: [])
    let full = bridge.packet(from: &queue, at: .zero, largest: .max)
    #expect(full?.count == 32)
    #expect(bridge.packet(from: &queue, at: .zero, largest: .max) == nil)
    _ = bridge.control(ControlRequest(0x40, 0x9A, 0x1312, 0xCC83), data: [])
    let rest = bridge.packet(from: &queue, at: .zero, largest: .max)
    #expect(rest?.count == 8)
  }

  @Test func `a CDC device keeps the line coding`() {
    var bridge = CDCBridge()
    let coding = hex("00840300000008")
    #expect(bridge.control(ControlRequest(0x21, 0x20, 0, 0), data: coding) == .done())
    #expect(bridge.control(ControlRequest(0xA1, 0x21, 0, 0), data: []) == .done(coding))
    #expect(bridge.line.baud == 230_400)
    _ = bridge.control(ControlRequest(0x21, 0x22, 3, 0), data: [])
    #expect(bridge.line.isReady && bridge.line.isRequesting)
  }

  @Test func `a CP210x is silent until it is enabled`() {
    var bridge = CP210xBridge()
    var queue = queue([1, 2, 3])
    #expect(bridge.packet(from: &queue, at: .zero, largest: .max) == nil)
    _ = bridge.control(ControlRequest(0x41, 0x00, 1, 0), data: [])
    _ = bridge.control(ControlRequest(0x41, 0x1E, 0, 0), data: hex("00c20100"))
    #expect(bridge.line.baud == 115_200)
    #expect(bridge.packet(from: &queue, at: .zero, largest: .max) == [1, 2, 3])
  }

  @Test(arguments: [
    FTDIBridge() as any Bridge, CDCBridge(), CH340Bridge(), CP210xBridge(), HIDBridge(),
  ])
  func `a request that the chip does not know stalls`(bridge: any Bridge) {
    var bridge = bridge
    #expect(bridge.control(ControlRequest(0xC0, 0x77, 0, 0), data: []) == .stall)
  }
}
