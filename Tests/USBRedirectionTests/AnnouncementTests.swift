import SensorEmulation
import Testing
import USBRedirection

struct AnnouncementTests {
  @Test
  func `The greeting says who speaks and what it can do`() {
    var port = RedirectedPort()
    let greeting = port.takeOutput()
    #expect(hex(Array(greeting.prefix(12))) == "000000004400000000000000")
    #expect(String(decoding: greeting[12..<18], as: UTF8.self) == "crampd")
    #expect(hex(Array(greeting.suffix(4))) == "fa000000")
    #expect(greeting.count == 80)
  }

  @Test
  func `A dongle is announced with its endpoints, its interface and its identity`() throws {
    var machine = try Machine(try sensor(.cyton))
    let heard = try machine.heard()
    try #require(heard.map { $0.prefix(2) } == ["5#", "4#", "1#"])
    try #require(heard.map(\.count) == [4 + 320, 4 + 264, 4 + 20])
    // Control both ways, bulk out at 2, bulk in at 1; packets of 8 and of 64 bytes.
    let endpoints = bytes(String(heard[0].dropFirst(4)))
    let absent = [UInt8](repeating: 255, count: 13)
    #expect(Array(endpoints[0..<32]) == [0, 255, 2] + absent + [0, 2, 255] + absent)
    #expect(hex(Array(endpoints[96..<102])) == "080000004000")
    #expect(hex(Array(endpoints[128..<132])) == "08004000")
    let interfaces = bytes(String(heard[1].dropFirst(4)))
    #expect(Array(interfaces[0..<4]) == [1, 0, 0, 0])
    #expect([36, 68, 100].map { interfaces[$0] } == [255, 255, 255])
    #expect(heard[2] == "1#0 0100000003041560" + "0010")
  }

  @Test
  func `A machine that knows less is told in the forms that it knows`() throws {
    var machine = try Machine(try sensor(.cyton), capabilities: 0)
    let heard = try machine.heard()
    #expect(heard.map(\.count) == [4 + 192, 4 + 264, 4 + 16])
    try machine.send(101, "81 00 4000 00000000", number: 7)
    machine.port.advance(to: .milliseconds(20))
    #expect(try machine.heard() == ["101#7 8100" + "0200" + "00000000" + "0160"])
  }

  @Test(arguments: Hostility.allCases)
  func `Descriptors that lie are announced as far as they make sense`(kind: Hostility) throws {
    let settings = try SensorSettings(family: .cyton, values: ["kind": kind.rawValue])
    var machine = try Machine(try SensorDevice(.cyton, settings: settings))
    #expect(try machine.heard().count == 3)
  }

  @Test
  func `Nothing is announced before something is plugged in`() throws {
    var machine = try Machine(nil)
    #expect(try machine.heard().isEmpty)
    machine.port.plug(try sensor(.spikerBoxHID))
    #expect(try machine.heard().last == "1#0 01000000732e0100" + "0001")
  }

  @Test
  func `A device is announced only when the machine is done with the one before`() throws {
    var machine = try Machine(try sensor(.cyton))
    _ = try machine.heard()
    machine.port.unplug()
    machine.port.plug(try sensor(.spikerBoxHID))
    #expect(try machine.heard() == ["2#0 "])
    #expect(!machine.port.isAnnounced)
    // For the device that is gone.
    try machine.send(7)
    try machine.send(101, "81 00 4000 00000000 0000", number: 3)
    #expect(try machine.heard().isEmpty)
    try machine.send(24)
    #expect(try machine.heard().count == 3)
    #expect(machine.port.isAnnounced)
  }

  @Test
  func `A machine that does not say when it is done is not waited for`() throws {
    var machine = try Machine(try sensor(.cyton), capabilities: Machine.all & ~(1 << 3))
    _ = try machine.heard()
    machine.port.plug(try sensor(.spikerBoxHID))
    #expect(try machine.heard().map { $0.prefix(2) } == ["2#", "5#", "4#", "1#"])
  }
}
