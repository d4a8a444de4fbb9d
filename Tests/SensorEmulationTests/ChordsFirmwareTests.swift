import SignalSimulation
import Testing

@testable import SensorEmulation

@Suite struct ChordsFirmwareTests {
  private func makeFirmware(
    _ board: ChordsFirmware.Board = .unoR3,
    isOld: Bool = false
  ) throws -> ChordsFirmware {
    let scenario = try Scenario(specification: "short-cramp?channels=6")
    return ChordsFirmware(board, scenario: scenario, seed: 1, isOld: isOld)
  }

  private func said(_ firmware: inout ChordsFirmware, at seconds: Double) -> [UInt8] {
    var output = FirmwareOutput()
    firmware.advance(to: .seconds(seconds), into: &output)
    return output.bytes
  }

  @Test(arguments: [
    ("WHORU\n", "UNO-R3\r\n"), ("whoru\n", "UNO-R3\r\n"), ("STATUS\n", "STOPPED\r\n"),
    ("FOO\n", "UNKNOWN COMMAND\r\n"), ("STOP\n", ""),
  ])
  func `the firmware answers a command`(command: String, answer: String) throws {
    var firmware = try makeFirmware()
    firmware.receive(Array(command.utf8), at: .seconds(3))
    #expect(text(said(&firmware, at: 3)) == answer)
  }

  @Test func `packets are laid out as the firmware's source says`() {
    let r3 = ChordsFirmware.packet(42, [512, 0, 1_023, 513, 511, 300])
    #expect(r3 == hex("c77c 2a 0200 0000 03ff 0201 01ff 012c 01"))
    let r4 = ChordsFirmware.packet(255, [8_192, 0, 16_383, 8_193, 8_191, 4_096])
    #expect(r4 == hex("c77c ff 2000 0000 3fff 2001 1fff 1000 01"))
  }

  @Test(arguments: [(ChordsFirmware.Board.unoR3, 250), (.unoR4, 500)])
  func `a start gives packets whose counter begins at 1`(
    board: ChordsFirmware.Board,
    rate: Int
  ) throws {
    var firmware = try makeFirmware(board)
    firmware.receive(Array("START\n".utf8), at: .seconds(3))
    let bytes = said(&firmware, at: 4)
    #expect(bytes.count == rate * 16)
    #expect(bytes[2] == 1)
    #expect(bytes[18] == 2)
  }

  @Test func `any byte ends the stream`() throws {
    var firmware = try makeFirmware()
    firmware.receive(Array("START\n".utf8), at: .seconds(3))
    #expect(!said(&firmware, at: 3.1).isEmpty)
    firmware.receive(Array("W".utf8), at: .seconds(3.1))
    #expect(said(&firmware, at: 4) == [])
    firmware.receive(Array("HORU\n".utf8), at: .seconds(4))
    #expect(text(said(&firmware, at: 4)) == "UNO-R3\r\n")
  }

  @Test func `old firmware waits for a second of quiet before it answers`() throws {
    var firmware = try makeFirmware(isOld: true)
    firmware.receive(Array("WHORU\n".utf8), at: .seconds(3))
    #expect(said(&firmware, at: 3.9) == [])
    #expect(text(said(&firmware, at: 4)) == "UNO-R3\r\n")
  }

  @Test func `the boot loader is deaf and silent for two seconds`() throws {
    var firmware = try makeFirmware()
    firmware.reset(at: .seconds(5))
    firmware.receive(Array("WHORU\n".utf8), at: .seconds(6.9))
    #expect(said(&firmware, at: 7) == [])
    firmware.receive(Array("WHORU\n".utf8), at: .seconds(7))
    #expect(text(said(&firmware, at: 7)) == "UNO-R3\r\n")
  }
}
