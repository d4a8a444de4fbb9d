import CrampModel
import SensorEmulation
import Testing
import USBRedirection

struct HostileMachineTests {
  static let packets: [(bytes: String, error: RedirectionError)] = [
    ("03000000 00000000 00000000", .early(kind: 3)),
    (
      "00000000 3f000000 00000000" + String(repeating: "00", count: 63), .short(kind: 0, length: 63)
    ),
    ("00000000 01001000 00000000", .length(kind: 0, length: 1_048_577)),
    ("00000000 ffffffff 00000000", .length(kind: 0, length: 4_294_967_295)),
  ]

  @Test(arguments: packets)
  func `A greeting that is none ends the connection`(
    packet: (bytes: String, error: RedirectionError)
  ) {
    var port = RedirectedPort()
    #expect(throws: packet.error) { try port.receive(bytes(packet.bytes)) }
  }

  static let later: [(kind: UInt32, fields: String, error: RedirectionError)] = [
    (0, String(repeating: "00", count: 68), .greetedAgain),
    (1, "", .kind(1)),
    (4_242, "", .kind(4_242)),
    (6, "", .short(kind: 6, length: 0)),
    (9, "00", .short(kind: 9, length: 1)),
    (22, "", .rejected),
    (25, "00000000 40000000 81", .short(kind: 25, length: 9)),
    (100, "80 06 80 00 0001 0000 08", .short(kind: 100, length: 9)),
    (101, "81 00 4000 00000000 00", .short(kind: 101, length: 9)),
    (103, "81 00 40", .short(kind: 103, length: 3)),
  ]

  @Test(arguments: later)
  func `A packet that no machine sends ends the connection`(
    packet: (kind: UInt32, fields: String, error: RedirectionError)
  ) throws {
    var machine = try Machine(try sensor(.cyton))
    #expect(throws: packet.error) { try machine.send(packet.kind, packet.fields) }
  }

  @Test
  func `Transfers beyond the limit are refused, and those before them wait`() throws {
    var machine = try Machine(try sensor(.cyton))
    _ = try machine.heard()
    for number in 1...1_030 {
      try machine.send(101, "81 00 4000 00000000 0000", number: UInt64(number))
    }
    #expect(try machine.heard() == (1_025...1_030).map { "101#\($0) 81020000000000000000" })
    try machine.send(25, "00000000 40000000 81 04", number: 2_000)
    #expect(try machine.heard() == ["27#2000 000000008102"])
  }

  @Test
  func `However the packets are cut, the answers are the same`() throws {
    var whole = try Machine(try sensor(.cyton))
    _ = try whole.heard()
    let talk =
      whole.packet(100, bytes("80 06 80 00 0001 0000 1200"), number: 1)
      + whole.packet(101, bytes("02 00 0100 00000000 0000 76"), number: 2) + whole.packet(7, [])
    var other = whole
    try whole.port.receive(talk)
    let answers = try whole.heard()
    #expect(answers.count == 3)
    for byte in talk { try other.port.receive([byte]) }
    #expect(try other.heard() == answers)
  }

  @Test(arguments: 1...40)
  func `Packets of random fields neither crash nor fill the memory`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let kinds: [UInt32] = [3, 6, 7, 9, 10, 12, 15, 16, 18, 21, 23, 24, 25, 26, 100, 101, 102, 103]
    var machine = try Machine(try sensor(seed.isMultiple(of: 2) ? .cyton : .spikerBoxHID))
    for round in 1...300 {
      let kind = kinds[Int(random.next() % UInt64(kinds.count))]
      let body = (0..<Int(random.next() % 24)).map { _ in
        // Small numbers are more often endpoints, requests and lengths that exist.
        UInt8(truncatingIfNeeded: random.next() >> (random.next() % 2 == 0 ? 0 : 6) & 0x83)
      }
      do {
        try machine.port.receive(machine.packet(kind, body, number: random.next() % 8))
      } catch RedirectionError.short {
        continue
      }
      machine.port.advance(to: .milliseconds(round))
      #expect(machine.port.takeOutput().count < 4 << 20)
    }
  }
}
