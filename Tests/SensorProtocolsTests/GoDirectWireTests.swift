import Testing

@testable import SensorProtocols

struct GoDirectWireTests {
  typealias Command = GoDirectPacket.Command

  static let commands: [(Command, [UInt8], UInt8, String)] = [
    (
      .initialize, GoDirectPacket.greeting, 0xFE,
      "5819fe3f1aa54a06490748084709460a450b440c430d420e41"
    ),
    (.status, [], 0xFD, "5805fd6a10"),
    (.deviceDescription, [], 0xFC, "5805fcae55"),
    (.availableSensors, [], 0xFB, "5805fba951"),
    (.defaultSensors, [], 0xFA, "5805faad56"),
    (.sensorDescription, [3], 0xF9, "5806f9aa5003"),
    (.setPeriod, GoDirectPacket.period(10_000), 0xF8, "580ff8b01bff001027000000000000"),
    (.start, GoDirectPacket.sensors(8), 0xF7, "5813f78218ff010800000000000000" + "00000000"),
    (.stop, GoDirectPacket.allSensors, 0xF6, "580bf66d19ff00ffffffff"),
    (.disconnect, [], 0xF5, "5805f5a654"),
  ]

  @Test(arguments: commands)
  func `A command has its bytes, and a report carries it`(
    command: Command,
    arguments: [UInt8],
    counter: UInt8,
    hex: String
  ) {
    let packet = GoDirectPacket.command(command, arguments, counter: counter)
    #expect(packet.bytes == wire(hex))
    let reports = GoDirectReport.reports(of: packet.bytes)
    #expect(reports.map(\.count) == [64])
    #expect(gathered(reports) == [packet.bytes])
  }

  /// The packets in reports.
  private func gathered(_ reports: [[UInt8]]) -> [[UInt8]] {
    var gathering = GoDirectGathering()
    return reports.compactMap { gathering.take($0.span) ? gathering.packet : nil }
  }

  @Test func `A status is read and written`() {
    let hex = "9812115710fd00000108d20401044d005d01"
    let status = GoDirectStatus(
      firmware: GoDirectStatus.Version(1, 8, 1234),
      radio: GoDirectStatus.Version(1, 4, 77),
      battery: 93,
      charger: 1
    )
    let payload = Array(wire(hex)[6...])
    let found = GoDirectStatus(payload: payload.span)
    #expect(found == status)
    let packet = GoDirectPacket.answer(
      to: .status,
      asked: 0xFD,
      payload: status.payload,
      counter: 0x11
    )
    #expect(packet.bytes == wire(hex))
  }

  @Test func `A sensor is read and written, in three reports`() {
    let hex =
      "989a13a650f90300910000000000454d47" + String(repeating: "00", count: 57) + "6d56"
      + String(repeating: "00", count: 30)
      + "fca9f1d24d62503f00000000000014c00000000000001440e803000000a493d600000000"
      + "10270000e803000000000000"
    let sensor = GoDirectSensor(
      number: 3,
      id: 145,
      description: "EMG",
      unit: "mV",
      uncertainty: 0.001,
      range: -5...5,
      leastPeriod: 1_000,
      mostPeriod: 3_600_000_000,
      typicalPeriod: 10_000,
      granularity: 1_000
    )
    #expect(wire(hex).count == 154)
    let payload = Array(wire(hex)[6...])
    let found = GoDirectSensor(payload: payload.span)
    #expect(found == sensor)
    let packet = GoDirectPacket.answer(
      to: .sensorDescription,
      asked: 0xF9,
      payload: sensor.payload,
      counter: 0x13
    )
    #expect(packet.bytes == wire(hex))
    let reports = GoDirectReport.reports(of: packet.bytes)
    #expect(reports.map { $0[0] } == [63, 63, 28])
    #expect(gathered(reports) == [packet.bytes])
  }

  @Test func `A device is read and written`() {
    let details = "0100e30705110108d20401044d000605040302010010" + "0000"
    let device = GoDirectDevice(
      orderCode: "GDX-EKG",
      serial: "0F100123",
      name: "GDX-EKG 0F100123",
      description: "Go Direct EKG",
      details: wire(details)
    )
    let packet = GoDirectPacket.answer(
      to: .deviceDescription,
      asked: 0xFC,
      payload: device.payload,
      counter: 0x14
    )
    #expect(packet.bytes.prefix(6).map { $0 } == wire("989e144255fc"))
    #expect(packet.bytes.count == 158)
    let payload = Array(packet.bytes[6...])
    let found = GoDirectDevice(payload: payload.span)
    #expect(found == device)
  }

  @Test func `Which sensors there are is a mask`() {
    let packet = GoDirectPacket.answer(
      to: .availableSensors,
      asked: 0xFB,
      payload: UInt32(0x1E).littleEndianBytes,
      counter: 0x12
    )
    #expect(packet.bytes == wire("980a121e51fb1e000000"))
  }

  static let measurements: [(String, [Int], [[Float]])] = [
    ("2015012306080003000000003e000000bf0000a03f", [3], [[0.125], [-0.5], [1.25]]),
    (
      "2019021506180002000000803e0000003f000080be0000403f", [3, 4], [[0.25, 0.5], [-0.25, 0.75]]
    ),
    ("200f03d60702000000010079e9f642", [1], [[123.456]]),
    ("20100419080001020000284100003041", [1], [[10.5], [11]]),
    ("200c053309000201f9ffffff", [2], [[-7]]),
    (
      """
      204907040618000800000000000000003e0000803e0000c03e0000003f0000203f0000403f0000603f0000803f\
      0000903f0000a03f0000b03f0000c03f0000d03f0000e03f0000f03f
      """, [3, 4], (0..<8).map { [Float($0) / 4, Float($0) / 4 + 0.125] }
    ),
  ]

  @Test(arguments: measurements)
  func `A measurement has its values`(hex: String, sensors: [Int], sets: [[Float]]) throws {
    let packet = wire(hex)
    let checksum = GoDirectPacket.checksum(of: packet.span)
    #expect(checksum == packet[3])
    let found = GoDirectMeasurement(packet: packet.span)
    let measurement = try #require(found)
    let values = (0..<measurement.count).map { set in
      sensors.map { measurement.value(of: $0, set: set, in: packet.span) }
    }
    #expect(values == sets)
    for (sensor, set) in [(9, 0), (-1, 0), (sensors[0], 99)] {
      let value = measurement.value(of: sensor, set: set, in: packet.span)
      #expect(value.isNaN)
    }
  }

  @Test(arguments: [measurements[0], measurements[1], measurements[5]])
  func `A measurement is written as the device writes it`(
    hex: String,
    sensors: [Int],
    sets: [[Float]]
  ) {
    let mask = sensors.reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
    let packet = GoDirectMeasurement.packet(mask: mask, sets: sets, counter: wire(hex)[2])
    #expect(packet.bytes == wire(hex))
    #expect(gathered(GoDirectReport.reports(of: packet.bytes)) == [packet.bytes])
  }

  @Test func `Sensors with high numbers are written wide`() throws {
    let packet = GoDirectMeasurement.packet(mask: 0x8000_0002, sets: [[1, 2]], counter: 7).bytes
    #expect(packet[4] == 7)
    let found = GoDirectMeasurement(packet: packet.span)
    let measurement = try #require(found)
    let value = measurement.value(of: 31, set: 0, in: packet.span)
    #expect(value == 2)
  }

  @Test(arguments: [
    "2009063c0d00000000",  // dropped
    "200d081a06180008000000803f",  // more values than bytes
    "20050000" + "06", "2009000006" + "00000100", "20080000" + "08000001", "20080000" + "0800ff01",
    "200b000007ffffffff" + "ff00",
  ])
  func `What holds no values is no measurement`(hex: String) {
    let packet = wire(hex)
    let measurement = GoDirectMeasurement(packet: packet.span)
    #expect(measurement == nil)
  }

  @Test func `A missing piece costs one packet`() {
    let long = GoDirectMeasurement.packet(
      mask: 6,
      sets: Array(repeating: [1, 2], count: 20),
      counter: 1
    ).bytes
    let short = GoDirectPacket.command(.status, counter: 2).bytes
    let reports = GoDirectReport.reports(of: long)
    #expect(reports.count == 3)
    for missing in reports.indices {
      var some = reports
      some.remove(at: missing)
      let tail = GoDirectReport.reports(of: short)
      #expect(gathered(some + tail + tail).last == short)
    }
  }

  @Test(arguments: ["", "00", "01", "40", "0520", "055800000000", "03580500", "ff58"])
  func `A report that lies is skipped`(hex: String) {
    var gathering = GoDirectGathering()
    let lie = wire(hex)
    let isWhole = gathering.take(lie.span)
    #expect(!isWhole)
    let packet = GoDirectPacket.command(.status, counter: 2).bytes
    let report = GoDirectReport.reports(of: packet)[0]
    _ = gathering.take(report.span)
    let isWholeAgain = gathering.take(report.span)
    #expect(isWholeAgain)
  }
}
