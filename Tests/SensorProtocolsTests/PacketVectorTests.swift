import CrampModel
import SensorProtocols
import Testing

/// Packets as documents and other programs have them.
struct PacketVectorTests {
  private static let olimex: [(String, UInt8, [UInt16])] = [
    ("a55a02010000002500f7018301b001ff01", UInt8(1), [0, 37, 247, 387, 432, 511]),
    ("a55a0202020002a602ee0340038403ff01", 2, [512, 678, 750, 832, 900, 1_023]),
  ]

  private static let chords: [(String, Int, UInt8, [UInt16])] = [
    ("c77c2a0200000003ff020101ff012c01", 10, UInt8(42), [UInt16(512), 0, 1_023, 513, 511, 300]),
    ("c77cff200000003fff20011fff100001", 14, 255, [8_192, 0, 16_383, 8_193, 8_191, 4_096]),
    ("c77c07080000000fff01", 12, 7, [2_048, 0, 4_095]),
    (
      "c77c000200020002000200006400c8012c019001", 10, 0,
      [512, 512, 512, 512, 100, 200, 300, 400]
    ),
    (
      "c77c0900000040008000c001000140018001c002000240028002c003000340038003c001", 10, 9,
      stride(from: 0, through: 960, by: 64).map { UInt16($0) }
    ),
    ("c77c010800083407c601", 12, 1, [2_048, 2_100, 1_990]),
  ]

  @Test(arguments: [
    (
      "a005000000000001ffffff7fffff80000000aec3ff513d00117a0000ff601f40c0", UInt8(5),
      [0, 1, -1, 8_388_607, -8_388_608, 44_739, -44_739, 4_474]
    ),
    (
      "a006000000000001ffffff7fffff80000000aec3ff513d00117a000000000000c0", 6,
      [0, 1, -1, 8_388_607, -8_388_608, 44_739, -44_739, 4_474]
    ),
    (
      "a0070000000003e80007d0000bb8000fa0001388001770001b58fe0000012345c4", 7,
      [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000]
    ),
    (
      "a008000000fffc18fff830fff448fff060ffec78ffe890ffe4a8000000012349c3", 8,
      [0, -1_000, -2_000, -3_000, -4_000, -5_000, -6_000, -7_000]
    ),
    (
      "a0c800000700000700000700000700000700000700000700000701fffffffffec6", 200,
      [7, 7, 7, 7, 7, 7, 7, 7]
    ),
    (
      "a0c9000007000007000007000007000007000007000007000007020003ff0000c1", 201,
      [7, 7, 7, 7, 7, 7, 7, 7]
    ),
  ])
  func `Cyton`(bytes: String, counter: UInt8, codes: [Int32]) throws {
    let raw = hex(bytes)
    let packet = try CytonPacket(raw.span)
    #expect(packet.counter == counter)
    #expect(packet.channels.indices.map { packet.channels[$0] } == codes)
    #expect(packet.encoded() == raw)
  }

  private func cyton(_ digits: String) throws(PacketError) -> CytonPacket {
    let bytes = hex(digits)
    return try CytonPacket(bytes.span)
  }

  @Test func `A Cyton's auxiliary bytes`() throws {
    let moved = try cyton("a005000000000001ffffff7fffff80000000aec3ff513d00117a0000ff601f40c0")
    let axes = try #require(moved.acceleration)
    #expect([axes[0], axes[1], axes[2]] == [0, -0.02, 1])
    #expect(moved.boardTime == nil)
    let still = try cyton("a006000000000001ffffff7fffff80000000aec3ff513d00117a000000000000c0")
    #expect(still.acceleration == nil)
    let timed = try cyton("a0070000000003e80007d0000bb8000fa0001388001770001b58fe0000012345c4")
    #expect(timed.boardTime == 74_565)
    #expect(timed.kind == .timedAcceleration)
    let late = try cyton("a0c800000700000700000700000700000700000700000700000701fffffffffec6")
    #expect(late.boardTime == 4_294_967_294)
  }

  @Test(arguments: [
    (24.0, [0.0, 0.0223517445, -0.0223517445, 187_500.0, -187_500.022, 999.994695]),
    (8.0, [0.0, 0.0670552334, -0.0670552334, 562_500.0, -562_500.067, 2_999.98409]),
  ])
  func `A Cyton's microvolts`(gain: Double, expected: [Double]) {
    for (code, microvolts) in zip([0, 1, -1, 8_388_607, -8_388_608, 44_739], expected) {
      let value = Double(code) * CytonPacket.microvolts(gain: gain)
      #expect(abs(value - microvolts) <= abs(microvolts) * 1e-6)
    }
  }

  @Test(arguments: chords)
  func `Chords`(bytes: String, bits: Int, counter: UInt8, codes: [UInt16]) throws {
    let raw = hex(bytes)
    let packet = try ChordsPacket(raw.span, bits: bits)
    #expect(packet.counter == counter)
    #expect(packet.channelCount == codes.count)
    #expect((0..<packet.channelCount).map { packet.codes[$0] } == codes)
    #expect(packet.encoded() == raw)
  }

  @Test(arguments: olimex)
  func `Olimex`(bytes: String, counter: UInt8, codes: [UInt16]) throws {
    let raw = hex(bytes)
    let packet = try OlimexPacket(raw.span)
    #expect(packet.counter == counter)
    #expect(packet.codes.indices.map { packet.codes[$0] } == codes)
    #expect(packet.switches == 1)
    #expect(packet.encoded() == raw)
  }

  @Test(arguments: [
    ("00a802", UInt8(0), [512]),
    ("01fcaf50", 5, [1_023, 1]),
    ("c0eb7fff03a0f6", 15, [0, 1_023, 511, 700]),
    ("d50f32af5802a89c", 9, [512, 600, 700, 800, 63, 21]),
  ])
  func `BITalino`(bytes: String, sequence: UInt8, codes: [UInt16]) throws {
    let raw = hex(bytes)
    let frame = try BITalinoFrame(raw.span, channelCount: codes.count)
    #expect(frame.sequence == sequence)
    #expect(frame.digital == 0b1010)
    #expect((0..<frame.channelCount).map { frame.codes[$0] } == codes)
    #expect(frame.encoded() == raw)
  }

  @Test func `uMyo`() throws {
    let bytes = hex(
      """
      4fd53c073e12ab34cd5800aa6500c83e803e8a3e763efb3e053e80fffb7fff006400c8012c0190\
      4000000000000000000000002000000affec001e0001fffe0003
      """
    )
    let packet = try UMyoPacket(bytes.span)
    #expect((packet.rssi, packet.packet, packet.unit) == (60, 7, 0x12AB_34CD))
    #expect((packet.batteryMillivolts, packet.version, packet.counter) == (3_700, 101, 200))
    let samples: [Int16] = [16_000, 16_010, 15_990, 16_123, 15_877, 16_000, -5, 32_767]
    #expect((0..<packet.sampleCount).map { packet.samples[$0] } == samples)
    #expect(packet.spectrum.indices.map { packet.spectrum[$0] } == [100, 200, 300, 400])
    #expect(packet.quaternion.indices.map { packet.quaternion[$0] } == [16_384, 0, 0, 0])
    #expect(packet.acceleration.indices.map { packet.acceleration[$0] } == [0, 0, 8_192])
    #expect(packet.angles.indices.map { packet.angles[$0] } == [10, -20, 30])
    #expect(packet.magneticField.indices.map { packet.magneticField[$0] } == [1, -2, 3])
    #expect(packet.encoded() == bytes)
  }

  @Test func `What is no packet is refused with the place`() {
    let stop = hex("a009000000000001ffffff7fffff80000000aec3ff513d00117a000000000000b0")
    #expect(throws: PacketError.byte(0xB0, offset: 32)) { try CytonPacket(stop.span) }
    let short = Array(stop.dropLast())
    #expect(throws: PacketError.length(found: 32, expected: 33)) { try CytonPacket(short.span) }
    let high = hex("a55a020312341234123412341234123401")
    #expect(throws: PacketError.byte(0x12, offset: 4)) { try OlimexPacket(high.span) }
    let sum = hex("0102083f")
    #expect(throws: PacketError.checksum(found: 15, computed: 5)) {
      try BITalinoFrame(sum.span, channelCount: 2)
    }
    let wide = hex("c77c07080000001fff01")
    #expect(throws: PacketError.byte(0x1F, offset: 7)) { try ChordsPacket(wide.span, bits: 12) }
    #expect(throws: PacketError.length(found: 32, expected: 51)) { try UMyoPacket(short.span) }
  }

  @Test(arguments: [CytonPacket.size, OlimexPacket.size, 3, 4, 6, 7, 8, 10, 16, 36, 51, 65, 81])
  func `Random bytes never crash a decoder`(size: Int) {
    var random = SplitMix64(seed: UInt64(size))
    for _ in 0..<2_000 {
      let bytes = (0..<Int(random.next() % UInt64(size + 1))).map { _ in
        UInt8(truncatingIfNeeded: random.next())
      }
      _ = try? CytonPacket(bytes.span)  // only whether it returns matters
      _ = try? ChordsPacket(bytes.span, bits: Int(random.next() % 17))
      _ = try? OlimexPacket(bytes.span)
      _ = try? BITalinoFrame(bytes.span, channelCount: Int(random.next() % 8))
      _ = try? UMyoPacket(bytes.span)
    }
  }
}
