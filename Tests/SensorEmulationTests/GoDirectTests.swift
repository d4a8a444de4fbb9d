import SignalSimulation
import Testing

@testable import SensorEmulation

@Suite struct GoDirectTests {
  private func makeFirmware(_ product: GoDirectFirmware.Product = .ekg) throws -> GoDirectFirmware {
    let scenario = try Scenario(specification: "short-cramp?channels=1")
    return GoDirectFirmware(product, serial: "0F100123", scenario: scenario, seed: 1)
  }

  private func ask(
    _ firmware: inout GoDirectFirmware,
    _ packet: String,
    at seconds: Double
  ) -> [UInt8] {
    let bytes = hex(packet)
    let report = [UInt8(bytes.count)] + bytes + Array(repeating: 0, count: 63 - bytes.count)
    firmware.receive(report, at: .seconds(seconds))
    var output = FirmwareOutput()
    firmware.advance(to: .seconds(seconds), into: &output)
    return stride(from: 0, to: output.bytes.count, by: 64).flatMap { start in
      output.bytes[(start + 1)..<(start + 1 + Int(output.bytes[start]))]
    }
  }

  private static let greeting = "5819fe3f1aa54a06490748084709460a450b440c430d420e41"

  @Test func `it says nothing before the greeting`() throws {
    var firmware = try makeFirmware()
    #expect(ask(&firmware, "5805fd6a10", at: 0) == [])
    let reply = ask(&firmware, Self.greeting, at: 0.1)
    #expect(Array(reply[4...]) == [0x1A, 0xFE, 0])
    #expect(!ask(&firmware, "5805fd6a10", at: 0.2).isEmpty)
  }

  @Test func `a command with a wrong checksum is not heard`() throws {
    var firmware = try makeFirmware()
    _ = ask(&firmware, Self.greeting, at: 0)
    #expect(ask(&firmware, "5805fd6b10", at: 0.1) == [])
  }

  @Test(arguments: [
    ("5805fd6a10", "9812 10fd 00000108d20401044d005d01"),
    ("5805fba951", "980a 51fb 18000000"), ("5805faad56", "980a 56fa 08000000"),
  ])
  func `it answers with what it has`(question: String, answer: String) throws {
    var firmware = try makeFirmware()
    _ = ask(&firmware, Self.greeting, at: 0)
    let reply = ask(&firmware, question, at: 0.1)
    #expect(Array(reply.prefix(2) + reply.dropFirst(4)) == hex(answer))
    #expect(reply.reduce(0, &+) &- reply[3] == reply[3])
  }

  @Test func `a sensor describes itself as those of the vendor do`() {
    let rest: [UInt8] = [0x50, 0xF9] + GoDirectSensor.emg.bytes
    let expected =
      hex("989a13a650f90300910000000000") + Array("EMG".utf8) + Array(repeating: 0, count: 57)
      + Array("mV".utf8) + Array(repeating: 0, count: 30)
      + hex("fca9f1d24d62503f 00000000000014c0 0000000000001440 e8030000 00a493d600000000")
      + hex("10270000 e8030000 00000000")
    #expect(GoDirectBytes.packet(0x98, counter: 0x13, rest) == expected)
  }

  @Test func `a device describes itself as those of the vendor do`() throws {
    let rest: [UInt8] = [0x55, 0xFC] + (try makeFirmware().deviceDescription)
    let packet = GoDirectBytes.packet(0x98, counter: 0x14, rest)
    #expect(Array(packet.prefix(13)) == hex("989e144255fc4744582d454b47"))
    #expect(packet.count == 158)
    #expect(
      Array(packet[70..<94]) == hex("0100e30705110108d20401044d00060504030201 00100000")
    )
  }

  @Test func `measurements have one mask and then sets of values`() {
    let values: [Float] = [0.25, 0.5, -0.25, 0.75]
    let sets = values.flatMap { GoDirectBytes.word($0.bitPattern) }
    #expect(
      GoDirectBytes.measurement(counter: 2, mask: 0x18, count: 2, sets)
        == hex("2019021506180002000000803e0000003f000080be0000403f")
    )
  }

  @Test func `a long packet goes on in the next report`() {
    let packet = [UInt8](repeating: 7, count: 73)
    let reports = GoDirectBytes.reports(packet)
    #expect(reports.count == 128)
    #expect(reports[0] == 63)
    #expect(reports[64] == 10)
    #expect(Array(reports[75...]) == Array(repeating: 0, count: 53))
  }

  @Test func `a start at 10 ms gives 100 values a second of the sensor asked for`() throws {
    var firmware = try makeFirmware(.handDynamometer)
    _ = ask(&firmware, Self.greeting, at: 0)
    _ = ask(&firmware, "580ff8b01bff001027000000000000", at: 0)
    _ = ask(&firmware, "5813f77c18ff01020000000000000000000000", at: 0)
    var output = FirmwareOutput()
    firmware.advance(to: .seconds(10), into: &output)
    #expect(abs(output.frames.count - 1_000) < 15)
    #expect(output.bytes[1] == 0x20)
  }
}
