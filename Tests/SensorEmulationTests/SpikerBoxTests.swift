import SignalSimulation
import Testing

@testable import SensorEmulation

@Suite struct SpikerBoxTests {
  private func said(_ firmware: inout some Firmware, at seconds: Double) -> [UInt8] {
    var output = FirmwareOutput()
    firmware.advance(to: .seconds(seconds), into: &output)
    return output.bytes
  }

  @Test(
    arguments: [
      ([512, 300], "8400 022c"), ([513, 301], "8401 022d"), ([1_023, 0], "877f 0000"),
      ([8_192], "c000"), ([16_383], "ff7f"),
    ] as [([Float], String)]
  )
  func `only the first byte of a frame has its highest bit set`(
    values: [Float],
    bytes: String
  ) {
    #expect(SpikerBoxStream.frame(values) == hex(bytes))
  }

  @Test func `an event comes between the bytes of a sample`() {
    var stream = SpikerBoxStream()
    stream.interject("EVNT:3;")
    #expect(
      stream.bytes(of: SpikerBoxStream.frame([600]))
        == hex("84 ffff010180ff 45564e543a333b ffff010181ff 58")
    )
    #expect(stream.bytes(of: SpikerBoxStream.frame([600])) == hex("84 58"))
  }

  @Test func `the shield says hello after its boot, then streams faster than its name says`() throws
  {
    let scenario = try Scenario(specification: "short-cramp?channels=6")
    var firmware = SpikerShieldFirmware(scenario: scenario, seed: 1)
    firmware.reset(at: .zero)
    #expect(said(&firmware, at: 2.29) == [])
    #expect(text(said(&firmware, at: 2.3)) == "StartUp!\r\n")
    // 10050.25 conversions a second, two channels of two bytes.
    #expect(abs(said(&firmware, at: 3.3).count - 5_025 * 4) <= 4)
    firmware.receive(Array("b:;\n".utf8), at: .seconds(3.3))
    #expect(
      Array(said(&firmware, at: 3.302).prefix(25))
        == hex("ffff010180ff 4857543a4d5553434c4553533b ffff010181ff")
    )
    firmware.receive(Array("conf s:10000;c:1;\n".utf8), at: .seconds(4))
    _ = said(&firmware, at: 4.01)
    #expect(abs(said(&firmware, at: 5.01).count - 10_050 * 2) <= 2)
  }

  @Test func `the box answers in reports and streams full ones`() throws {
    let scenario = try Scenario(specification: "short-cramp?channels=2")
    var firmware = SpikerBoxProFirmware(scenario: scenario, seed: 1)
    func command(_ line: String) -> [UInt8] {
      [0x3F, 0x3E] + Array(line.utf8) + Array(repeating: 0, count: 62 - line.utf8.count)
    }
    firmware.receive(command("max:;\n"), at: .zero)
    let report = said(&firmware, at: 0.1)
    #expect(report.count == 64)
    #expect(
      Array(report.prefix(31))
        == hex("3f1c ffff010180ff 4d53463a31303030303b4d4e433a323b ffff010181ff 00")
    )
    firmware.receive(command("start:;\n"), at: .seconds(1))
    let bytes = said(&firmware, at: 2)
    #expect(bytes.count / 64 == 40_000 / 62)
    #expect(stride(from: 0, to: bytes.count, by: 64).allSatisfy { bytes[$0 + 1] == 62 })
    let payload = stride(from: 0, to: bytes.count, by: 64).flatMap { bytes[($0 + 2)..<($0 + 64)] }
    for start in stride(from: 0, to: payload.count - 3, by: 4) {
      #expect(payload[start..<start + 4].map { $0 >> 7 } == [1, 0, 0, 0])
    }
    firmware.receive(command("h:;\n"), at: .seconds(2))
    #expect(said(&firmware, at: 3) == [])
  }
}
