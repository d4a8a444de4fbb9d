import Testing

@testable import SensorEmulation

@Suite struct DescriptorTests {
  @Test(
    arguments: [
      (
        USBDescriptors.ft231x, "120100020000000803041560001001020301",
        "09022000010100802d0904000002ffffff020705810240000007050202400000"
      ),
      (
        .arduinoUnoR3, "12011001020000084123430001000102dc01",
        "09023e00020100c0320904000001020201000524001001042402060524060001070582030800ff09040100020a"
          + "0000000705040240000107058302400001"
      ),
      (
        .ch340, "12011001ff000008861a2375620200020001",
        "0902270001010080310904000003ff010200070582022000000705020220000007058103080001"
      ),
      (
        .cp2102, "1201100100000040c41060ea000101020301",
        "0902200001010080320904000002ff0000020705810240000007050102400000"
      ),
    ] as [(USBDescriptors, String, String)]
  )
  func `known devices say what they say on a bus`(
    descriptors: USBDescriptors,
    device: String,
    configuration: String
  ) {
    #expect(descriptors.device == hex(device))
    #expect(descriptors.configuration == hex(configuration))
  }

  @Test(arguments: SensorFamily.allCases)
  func `every family describes itself without a contradiction`(family: SensorFamily) throws {
    let device = try SensorDevice(family, settings: SensorSettings(family: family, values: [:]))
    let bytes = device.descriptors.configuration
    #expect(Int(bytes[2]) | Int(bytes[3]) << 8 == bytes.count)
    #expect(device.descriptors.device.count == 18)
    #expect(device.descriptors.interfaces.count == Int(bytes[4]))
    #expect(device.dataIn & 0x80 != 0)
  }

  @Test(arguments: [SensorFamily.spikerBoxHID, .goDirectEKG, .goDirectHandDynamometer])
  func `the report descriptor is as long as it is said to be`(family: SensorFamily) throws {
    var host = try Host(family)
    let answer = host.control("81060022 00000001")
    #expect(answer?.count == Int(host.device.descriptors.configuration[25]))
    #expect(answer?.contains(0x85) == (family == .spikerBoxHID))
  }

  @Test(arguments: Hostility.allCases)
  func `descriptors that lie do not stop the emulator`(hostility: Hostility) throws {
    let values = ["kind": hostility.rawValue]
    let settings = try SensorSettings(family: .cyton, values: values)
    let device = try SensorDevice(.cyton, settings: settings)
    let honest = USBDescriptors.ft231x
    #expect(
      device.descriptors.configuration != honest.configuration
        || device.descriptors.string(1) != honest.string(1)
    )
  }

  @Test func `a serial number is what one wishes, where there is one`() throws {
    var host = try Host(.cyton, ["serial": "DQ007XYZ"])
    let answer = host.control("80060303 0904ff00")
    #expect(answer == [18, 3] + "DQ007XYZ".utf8.flatMap { [$0, 0] })
    #expect(throws: EmulationError.self) {
      _ = try Host(.chordsUnoR3, ["bridge": "ch340", "serial": "1"])
    }
  }

  @Test(arguments: [
    ["frob": "1"], ["scenario": "nowhere"], ["seed": "x"], ["bridge": "cdc"], ["fifo": "big"],
    ["driver": "mine"], ["baud": "0"], ["kind": "evil"],
  ])
  func `a setting that does not fit is refused`(values: [String: String]) {
    #expect(throws: EmulationError.self) { _ = try Host(.cyton, values) }
  }

  @Test func `a driver holds the interfaces until it is told to let go`() throws {
    var table = InterfaceTable(numbers: [0, 1], driver: "cdc_acm")
    #expect(try table.driver(of: 1) == "cdc_acm")
    #expect(throws: InterfaceTable.Refusal.busy) { try table.claim(1, owner: 1) }
    try table.disconnect(0)
    try table.claim(1, owner: 1)
    #expect(try table.driver(of: 1) == "usbfs")
    #expect(throws: InterfaceTable.Refusal.busy) { try table.claim(1, owner: 2) }
    #expect(throws: InterfaceTable.Refusal.busy) { try table.connect(0) }
    try table.release(1, owner: 1)
    try table.connect(0)
    #expect(try table.driver(of: 1) == "cdc_acm")
    #expect(throws: InterfaceTable.Refusal.absent) { try table.claim(7, owner: 1) }
  }
}
