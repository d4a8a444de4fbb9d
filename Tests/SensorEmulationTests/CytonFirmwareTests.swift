import SignalSimulation
import Testing

@testable import SensorEmulation

@Suite struct CytonFirmwareTests {
  private func makeFirmware(daisy: Bool = false, board: Bool = true) throws -> CytonFirmware {
    CytonFirmware(
      scenario: try Scenario(specification: "short-cramp?channels=\(daisy ? 16 : 8)"),
      seed: 1,
      hasDaisy: daisy,
      isBoardOn: board
    )
  }

  private func said(_ firmware: inout CytonFirmware, at seconds: Double) -> [UInt8] {
    var output = FirmwareOutput()
    firmware.advance(to: .seconds(seconds), into: &output)
    return output.bytes
  }

  @Test(arguments: [
    (
      "v",
      "OpenBCI V3 8-16 channel\nOn Board ADS1299 Device ID: 0x3E\nLIS3DH Device ID: 0x33\n"
        + "Firmware: v3.1.2\n$$$"
    ),
    ("V", "v3.1.5$$$"), ("d", "updating channel settings to default$$$"), ("D", "060110$$$"),
    ("~6", "Success: Sample rate is 250Hz$$$"), ("/0", "Success: default$$$"),
    ("x1060000X", "Success: Channel set for 1$$$"),
    ("x8060000X", "Success: Channel set for 8$$$"),
    ("x1060000Y", "Failure: Err: 9th char not X$$$"), ("C", "no daisy to attach!8$$$"),
    ("<", ",Time stamp ON$$$"), ("s", ""), ("1", ""),
  ])
  func `the board answers a command`(command: String, answer: String) throws {
    var firmware = try makeFirmware()
    firmware.receive(Array(command.utf8), at: .seconds(1))
    #expect(text(said(&firmware, at: 1.01)) == answer)
  }

  @Test func `half a command ends after a second`() throws {
    var firmware = try makeFirmware()
    firmware.receive(Array("x106000".utf8), at: .seconds(1))
    #expect(said(&firmware, at: 1.99) == [])
    #expect(text(said(&firmware, at: 2)).hasPrefix("Timeout processing multi byte message"))
    firmware.receive(Array("D".utf8), at: .seconds(3))
    #expect(text(said(&firmware, at: 3)) == "060110$$$")
  }

  @Test func `a board that is off lets the dongle answer`() throws {
    var firmware = try makeFirmware(board: false)
    firmware.receive(Array("v".utf8), at: .zero)
    #expect(
      text(said(&firmware, at: 0.1))
        == "Failure: Communications timeout - Device failed to poll Host$$$"
    )
    firmware.receive([0xF0, 0x07], at: .seconds(1))
    #expect(text(said(&firmware, at: 1)) == "Failure: System is Down$$$")
  }

  @Test func `packets are laid out as the vendor says`() throws {
    var firmware = try makeFirmware()
    firmware.counter = 6
    let counts = [0, 1, -1, 8_388_607, -8_388_608, 44_739, -44_739, 4_474]
    let values = counts.map { Float(Double($0) * 4.5e6 / 24 / 8_388_607) }
    #expect(
      firmware.packet(values, at: .zero)
        == hex(
          "a006 000000 000001 ffffff 7fffff 800000 00aec3 ff513d 00117a 000000000000 c0"
        )
    )
  }

  @Test func `the two boards take turns, each with the mean of two samples`() throws {
    var firmware = try makeFirmware(daisy: true)
    let values = (1...16).map { Float(Double($0) * 100 * 4.5e6 / 24 / 8_388_607) }
    firmware.previous = values
    firmware.counter = 2
    #expect(
      firmware.packet(values, at: .zero)
        == hex("a002 000384 0003e8 00044c 0004b0 000514 000578 0005dc 000640 000000000000 c0")
    )
    firmware.counter = 3
    #expect(
      firmware.packet(values, at: .zero)
        == hex("a003 000064 0000c8 00012c 000190 0001f4 000258 0002bc 000320 000000000000 c0")
    )
  }

  @Test func `a start counts from 0 and gives 250 packets a second, deaf for text`() throws {
    var firmware = try makeFirmware()
    firmware.receive(Array("b".utf8), at: .seconds(1))
    firmware.receive(Array("dDV".utf8), at: .seconds(1))
    let bytes = said(&firmware, at: 2)
    #expect(bytes.count == 250 * 33)
    #expect(stride(from: 0, to: bytes.count, by: 33).map { bytes[$0 + 1] } == Array(0..<250))
    firmware.receive(Array("s".utf8), at: .seconds(2))
    #expect(said(&firmware, at: 3) == [])
  }

  @Test func `time stamps change the last byte, once with the mark that they begin`() throws {
    var firmware = try makeFirmware()
    firmware.receive(Array("b<".utf8), at: .seconds(1))
    let bytes = said(&firmware, at: 1.02)
    #expect(
      stride(from: 32, to: bytes.count, by: 33).map { bytes[$0] } == [0xC3, 0xC4, 0xC4, 0xC4, 0xC4]
    )
  }

  @Test func `a lower gain gives lower counts`() throws {
    var firmware = try makeFirmware()
    firmware.receive(Array("x1000000Xx2060000X".utf8), at: .zero)
    let values = [Float](repeating: 240 * 0.022_351_744, count: 8)
    let packet = firmware.packet(values, at: .zero)
    #expect(Array(packet[2..<8]) == [0, 0, 10, 0, 0, 240])
  }
}
