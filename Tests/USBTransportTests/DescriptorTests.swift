import CrampModel
import Testing

@testable import USBTransport

/// A board's descriptors as Linux keeps them: the device, then its configuration.
private struct Board: CustomTestStringConvertible {
  let name: String
  let device: String
  let configuration: String
  let interfaces: [String]
  let link: String

  var testDescription: String { name }
  var attached: AttachedDevice { attached(bytes(device + configuration)) }

  func attached(_ descriptors: [UInt8]) -> AttachedDevice {
    AttachedDevice(
      address: USBAddress(bus: 1, device: 4),
      portPath: "1-2.3",
      descriptors: descriptors
    )
  }

  static let all = [
    Board(
      name: "Arduino UNO R3",
      device: "12011001020000084123430001000102dc01",
      configuration: "09023e00020100c032 0904000001020201 00 0524001001 04240206 0524060001"
        + "07058203 0800ff 09040100020a000000 07050402400001 07058302400001",
      interfaces: ["0 2/2/1 82i8", "1 10/0/0 04b64 83b64"],
      link: "cdc 0 claims 0,1 in 83 out 04"
    ),
    Board(
      name: "FT231X",
      device: "120100020000000803041560001001020301",
      configuration: "09022000010100802d 0904000002ffffff02 07058102400000 07050202400000",
      interfaces: ["0 255/255/255 81b64 02b64"],
      link: "ftdi 0 claims 0 in 81 out 02"
    ),
    Board(
      name: "CH340",
      device: "12011001ff000008861a2375620200020001",
      configuration: "0902270001010080310904000003ff0102000705820220000007050202200000"
        + "07058103080001",
      interfaces: ["0 255/1/2 82b32 02b32 81i8"],
      link: "ch340 0 claims 0 in 82 out 02"
    ),
    Board(
      name: "CP2102",
      device: "1201100100000040c41060ea000101020301",
      configuration: "0902200001010080320904000002ff0000020705810240000007050102400000",
      interfaces: ["0 255/0/0 81b64 01b64"],
      link: "cp210x 0 claims 0 in 81 out 01"
    ),
    Board(
      name: "a sensor with 64-byte reports",
      device: "1201000200000040f7081000000101020301",
      configuration: "0902290001010080fa0904000002030000000921110100012221000705810340000107"
        + "050103400001",
      interfaces: ["0 3/0/0 81i64 01i64"],
      link: "hid 0 claims 0 in 81 out 01"
    ),
  ]
}

private func drawn(_ interface: USBInterface) -> String {
  let codes = "\(interface.classCode)/\(interface.subclass)/\(interface.protocolCode)"
  let endpoints = interface.endpoints.map { endpoint in
    " \(hexadecimal([endpoint.address]))\("\(endpoint.transfer)".prefix(1))\(endpoint.maxPacket)"
  }
  return "\(interface.number) \(codes)" + endpoints.joined()
}

private func drawn(_ layout: LinkLayout) -> String {
  let claims = layout.claims.map { String($0) }.joined(separator: ",")
  let output = layout.output.map { " out " + hexadecimal([$0.address]) } ?? ""
  return "\(layout.kind) \(layout.control) claims \(claims)"
    + " in \(hexadecimal([layout.input.address]))" + output
}

struct DescriptorTests {
  @Test(arguments: Board.all)
  private func `a board's interfaces and endpoints are found`(board: Board) throws {
    let device = board.attached
    #expect(device.problem == nil)
    #expect(device.interfaces.map(drawn) == board.interfaces)
    let kind = try #require(LinkKind(device))
    #expect(drawn(try LinkLayout(kind, of: device)) == board.link)
  }

  @Test func `a device has its numbers`() throws {
    let device = try #require(Board.all.first { $0.name == "FT231X" }).attached
    #expect(device.vendor == 0x0403 && device.product == 0x6015 && device.release == 0x1000)
    #expect(device.deviceDescriptor.count == 18 && device.configurationDescriptor.count == 32)
  }

  @Test(arguments: Board.all)
  private func `descriptors cut anywhere are refused with a place, and nothing breaks`(
    board: Board
  ) throws {
    let whole = bytes(board.device + board.configuration)
    for count in 0..<whole.count {
      let device = board.attached(Array(whole.prefix(count)))
      #expect(device.problem?.hasPrefix("descriptor at byte \(count < 18 ? 0 : 18): ") == true)
      #expect(device.interfaces.isEmpty)
    }
  }

  @Test(arguments: Board.all)
  private func `a configuration is parsed where a descriptor ends, and refused elsewhere`(
    board: Board
  ) {
    var whole = bytes(board.configuration)
    var ends: Set<Int> = []
    var end = 0
    while end < whole.count {
      end += Int(whole[end])
      ends.insert(end)
    }
    for count in 9...whole.count {
      whole[2] = UInt8(count)
      let cut = Array(whole.prefix(count))
      if ends.contains(count) {
        #expect((try? USBConfiguration(cut))?.length == count)
      } else {
        let error = #expect(throws: DescriptorError.self) { try USBConfiguration(cut) }
        #expect(error.map { ends.contains($0.offset) && $0.offset < count } == true)
      }
    }
  }

  @Test func `one changed byte anywhere breaks nothing`() {
    var random = SplitMix64(seed: 7)
    for board in Board.all {
      let whole = bytes(board.device + board.configuration)
      for place in whole.indices {
        for _ in 0..<16 {
          var changed = whole
          changed[place] = UInt8.random(in: 0...255, using: &random)
          let device = board.attached(changed)
          #expect(device.problem == nil || device.interfaces.isEmpty)
          for kind in LinkKind.allCases { _ = try? LinkLayout(kind, of: device) }
        }
      }
    }
  }

  @Test(arguments: [
    ("09020a0001010080320a", 9, "needs 2 bytes, there are 1"),
    ("0902090001010080", 0, "needs 9 bytes, there are 8"),
    ("09020b0001010080320004", 9, "a length of 0 cannot be"),
    ("09020b0001010080320104", 9, "a length of 1 cannot be"),
    ("09020b000101008032ff04", 9, "needs 255 bytes, there are 2"),
    ("09020b0001010080320204", 9, "a length of 2 cannot be"),
    ("0902100001010080320705810240 0000", 9, "an endpoint before any interface"),
    ("0902190001010080320904000002ffffff0207050002400000", 18, "an endpoint with the number 0"),
    ("090408000101008032", 0, "type 4 where 2 must be"),
    ("090208000101008032", 0, "a length of 8 cannot be"),
    ("0902ffff0101008032", 0, "needs 65535 bytes, there are 9"),
    ("08020800010100803200", 0, "a length of 8 cannot be"),
  ])
  func `what is wrong with a descriptor is told with its place`(
    configuration: String,
    offset: Int,
    cause: String
  ) {
    let error = #expect(throws: DescriptorError.self) {
      try USBConfiguration(bytes(configuration))
    }
    #expect(error?.description == "descriptor at byte \(offset): \(cause)")
  }

  @Test(arguments: [(1, 0x81), (2, 0x83), (9, 0x81)] as [(UInt8, UInt8)])
  func `of several configurations the one in force counts`(value: UInt8, input: UInt8) throws {
    let one = "09021900010100802d 0904000001ffffff02 07058102400000"
    let two = "09021900010200802d 0904000001ffffff02 07058302400000"
    let device = AttachedDevice(
      address: USBAddress(bus: 1, device: 4),
      portPath: "1-1",
      descriptors: bytes("120100020000000803041560001001020302" + one + two),
      configuration: value
    )
    #expect(device.interfaces.first?.endpoints.first?.address == input)
  }

  @Test func `a keyboard is not a sensor`() throws {
    let board = try #require(Board.all.last)
    let keyboard = board.configuration.replacing("030000000921", with: "030101000921")
    #expect(LinkKind(board.attached(bytes(board.device + keyboard))) == nil)
  }

  @Test func `a Union that names no data interface is made good by class`() throws {
    let board = try #require(Board.all.first)
    let wrong = board.configuration.replacing("0524060001", with: "0524060009")
    let device = board.attached(bytes(board.device + wrong))
    #expect(drawn(try LinkLayout(.cdc, of: device)) == board.link)
  }

  @Test func `a link without an endpoint is refused by name`() throws {
    let device = try #require(Board.all.last).attached
    let error = #expect(throws: USBError.self) { try LinkLayout(.cdc, of: device) }
    #expect(error?.kind == .notFound)
    #expect(
      error?.description == "find the cdc interface: Entity not found (LIBUSB_ERROR_NOT_FOUND)"
    )
  }
}
